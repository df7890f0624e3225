import type { Address } from '../model/message.ts'

export function isSameChat(a: Address, b: Address): boolean {
  return a.channel === b.channel && a.chat === b.chat
}

/** Each chat once. */
export function eachOnce(chats: readonly Address[]): readonly Address[] {
  return [...new Map(chats.map((one) => [`${one.channel} ${one.chat}`, one])).values()]
}
