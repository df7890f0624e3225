import { AppealNumber } from '../../bot/model/appeal.ts'
import type { Address, Receipt } from '../../bot/model/message.ts'
import type { Reply } from '../../bot/model/reply.ts'
import type { Known } from '../../bot/ports/channel.ts'
import { createAlike } from './alike.ts'
import { type Cell, type Cells, createCells, type Sealing } from './cell.ts'
import { type CardPlace, cardName, type Kept } from './entry.ts'
import { deepFreeze } from './freeze.ts'
import { hasPicture } from './row.ts'
import { createShelf, type Shelf } from './shelf.ts'

/** What a message is about. */
export interface Sent {
  readonly about?: AppealNumber
  readonly card?: string
}

type Places = readonly CardPlace[]

/** What is remembered of messages that went out. Messages are known by pseudonyms. */
export interface SentMessages {
  readonly messages: Shelf<Sent>
  /** By `cardKey`. */
  readonly cards: Shelf<Cell<Places>>
  readonly cells: Cells<Places>
  /** The same object for all messages that are about the same. */
  shared(sent: Sent): Sent
  /** `month` is the one it went out in. */
  keep(kept: Kept, month: string): void
  get(message: string): Sent | undefined
  placesOf(card: string): Places
  /** Forgets what went out before this month; not where the cards of these stand. */
  forgetBefore(month: string, stays: (number: AppealNumber) => boolean): void
}

export function createSent(keyring: Sealing): SentMessages {
  const messages = createShelf<Sent>('sent', 5000)
  const cards = createShelf<Cell<Places>>('cards')
  const cells = createCells<Places>(keyring, cardName)
  const alike = createAlike<Sent>()

  function placesOf(key: string): Places {
    const cell = cards.get(key)
    return (cell && cells.open(key, cell)) ?? []
  }
  /** What is edited is remembered from now on, not from when it was sent first. */
  function renew<T>(shelf: Shelf<T>, key: string, value: T, month: string): void {
    shelf.delete(key)
    shelf.put(key, value, month)
  }

  return {
    messages,
    cards,
    cells,
    shared: alike,
    keep({ messages: keys, about, card }, month) {
      const sent = alike({ ...(about !== undefined && { about }), ...(card && { card: card.name }) })
      for (const key of keys) renew(messages, key, sent, month)
      if (!card) return
      const { key, place } = card
      const others = placesOf(key).filter(({ to }) => !isSame(to, place.to))
      renew(cards, key, { clear: deepFreeze([...others, place]) }, month)
    },
    get: (message) => messages.get(message),
    placesOf,
    forgetBefore(month, stays) {
      messages.forgetBefore(month)
      cards.forgetBefore(month, stays)
    },
  }
}

export function isSame(a: Address, b: Address): boolean {
  return a.channel === b.channel && a.chat === b.chat
}

type Naming = (text: string) => string

export const messageKey = (pseudonym: Naming, { channel, chat, message }: Receipt): string =>
  pseudonym(`sent ${JSON.stringify([channel, chat, message])}`)
/** That of an appeal is known by its number; the name of another may hold anything. */
export const cardKey = (pseudonym: Naming, card: string): string =>
  AppealNumber.safeParse(card).success ? card : pseudonym(`card ${card}`)

/** What to remember of a reply that went out as these messages: what can be answered, pressed or edited. */
export function keptOf(reply: Reply, receipts: readonly Receipt[], pseudonym: Naming): Kept | undefined {
  const { about, card, choices = [] } = reply
  const last = receipts.at(-1)
  if (!last || (about === undefined && card === undefined && choices.length === 0)) return undefined
  return {
    messages: receipts.map((receipt) => messageKey(pseudonym, receipt)),
    ...(about !== undefined && { about }),
    ...(card !== undefined && {
      card: { name: card, key: cardKey(pseudonym, card), place: placeOf(reply, last) },
    }),
  }
}

const placeOf = (reply: Reply, { chat, message }: Receipt): CardPlace => ({
  to: reply.to,
  message,
  ...(chat !== reply.to.chat && { chat }),
  ...(hasPicture(reply) && { picture: true }),
})

/** What is known of the chat that a reply goes to: the card that stands there, and the message it answers. */
export function knownOf({ to, card, anew, answers }: Reply, placesOf: (card: string) => Places): Known | undefined {
  const standing = (name: string): Receipt | undefined => {
    const place = placesOf(name).find((one) => isSame(one.to, to))
    return place && { ...to, message: place.message, ...(place.chat !== undefined && { chat: place.chat }) }
  }
  const replaces = card === undefined || anew ? undefined : standing(card)
  const answered = answers && ('card' in answers ? standing(answers.card) : isSame(answers, to) ? answers : undefined)
  if (!replaces && !answered) return undefined
  return { ...(replaces && { replaces }), ...(answered && { answers: answered }) }
}
