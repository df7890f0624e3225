import { isRoom, shortId } from './ids.ts'
import { remember } from './lately.ts'

export interface PeopleOptions {
  /** The puppet gives everybody another id at each login. */
  readonly passing: boolean
  /** 0..1, for the names of logins. */
  readonly random: () => number
}

/** Who is who, between the ids of the puppet and the chats of the ledger. Kept in memory only. */
export interface People {
  /** A login begins: where ids pass, nobody is anybody known from now on. */
  login(): void
  /** The login that there is. */
  readonly now: string
  /** The chat of a contact, who is its sender too; or that of a room. At an earlier login he is who he was then. */
  known(contactId: string, login?: string): { readonly chat: string; readonly sender: string }
  /** Whom or which room a chat is, at this login; undefined where nobody has proved yet to be the one meant. */
  contactOf(chat: string): string | undefined
  /** Whether who speaks from one chat may be the one known at another: not where that is somebody else's, here and now. */
  mayBe(chat: string, home: string): boolean
  /** He has proved to be the one known at `home`: what he says comes from there now, and what goes there reaches him. */
  claim(contactId: string, home: string): void
  /** This message is his, and was heard at this login. */
  said(contactId: string, message: string): void
  hasSaid(contactId: string, message: string): boolean
  /** He has been heard from at this moment, in milliseconds: he is there, whatever was known before. */
  heard(contactId: string, at: number): void
  /** When he was heard from last, at this login. */
  heardAt(contactId: string): number | undefined
  /** WeChat says that he is no friend any more, or has blocked the account. */
  lose(contactId: string): void
  isLost(contactId: string): boolean
}

/** So many people are remembered who spoke, and whose ids were too long; and so many messages. */
const REMEMBERED = 10_000

/**
 * Where ids last, a chat is the contact's id. Where they pass, it is `<login>:<id>`, and a login's name is made anew each
 * time, also by a new process: so nobody is ever taken for the one who had the same id before.
 */
export function createPeople({ passing, random }: PeopleOptions): People {
  const homes = new Map<string, string>()
  const claimants = new Map<string, string>()
  const longIds = new Map<string, string>()
  const spoke = new Map<string, number>()
  const lost = new Map<string, true>()
  const said = new Map<string, string>()
  let login = loginName(random)

  function ownChat(contactId: string, at: string): string {
    const id = shortId(contactId, 'long:')
    if (id !== contactId && at === login) remember(longIds, id, contactId, REMEMBERED)
    return passing ? `${at}:${id}` : id
  }

  /** Who is here needs no proof, and nobody else is taken for him, whatever he has got to know. */
  function isSomebodyElse(contactId: string | undefined, home: string): boolean {
    const owner = idIn(home)
    return owner !== undefined && owner !== contactId
  }

  const contactOf = (chat: string) => claimants.get(chat) ?? idIn(chat)

  function idIn(chat: string): string | undefined {
    const own = `${login}:`
    if (passing && !chat.startsWith(own)) return undefined
    const id = passing ? chat.slice(own.length) : chat
    return id.startsWith('long:') ? longIds.get(id) : id
  }

  return {
    login() {
      login = loginName(random)
      for (const memory of [homes, claimants, longIds, spoke, lost, said]) memory.clear()
    },

    get now() {
      return login
    },

    known(contactId, at = login) {
      const chat = (at === login ? homes.get(contactId) : undefined) ?? ownChat(contactId, at)
      return { chat, sender: chat }
    },

    contactOf,

    mayBe: (chat, home) => passing && !isSomebodyElse(contactOf(chat), home),

    claim(contactId, home) {
      if (!passing || isRoom(contactId) || isSomebodyElse(contactId, home)) return
      const before = claimants.get(home)
      // Two cannot be the same person: the last who knew the code is it.
      if (before !== undefined && before !== contactId && homes.get(before) === home) homes.delete(before)
      claimants.set(home, contactId)
      homes.set(contactId, home)
    },

    said: (contactId, message) => remember(said, message, contactId, REMEMBERED),
    hasSaid: (contactId, message) => said.get(message) === contactId,

    heard(contactId, at) {
      lost.delete(contactId)
      remember(spoke, contactId, at, REMEMBERED)
    },
    heardAt: (contactId) => spoke.get(contactId),
    lose: (contactId) => remember(lost, contactId, true, REMEMBERED),
    isLost: (contactId) => lost.has(contactId),
  }
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Sixteen letters: 79 bits, where `random` is worth them. */
function loginName(random: () => number): string {
  return Array.from({ length: 16 }, () => LETTERS.charAt(Math.floor(random() * LETTERS.length) % LETTERS.length)).join(
    '',
  )
}
