/** Somebody at one of the accounts: whoever speaks with two of them has two chats, and is the same one. */
export interface Whom {
  /** `external_userid`: lasting, and the same at every account of the enterprise. */
  readonly user: string
  /** `open_kfid`. */
  readonly account: string
}

const ID = /^[\w-]{1,64}$/

/** The chat, as the bot knows it. @throws where these are no ids. */
export function chatOf({ user, account }: Whom): string {
  if (!ID.test(user) || !ID.test(account)) throw new Error('no ids of a customer and an account')
  return `${user}@${account}`
}

/** Undefined where it is no chat of WeCom. */
export function whomOf(chat: string): Whom | undefined {
  const [user = '', account = '', ...more] = chat.split('@')
  return more.length === 0 && ID.test(user) && ID.test(account) ? { user, account } : undefined
}
