import type { ChannelState, JobDone, ParkedState, Progress } from '../../model/message.ts'
import { alarmText } from '../../texts/zh-cn.ts'
import { isSameChat } from '../chats.ts'
import { choice } from '../choices.ts'
import type { Turn } from '../turn.ts'

/** What stands on a button that has given-up deliveries tried again. */
export const RETRY = choice(alarmText.RETRY, 'system', 'retry')

const PARKED = 'parked'

/**
 * A channel is down, or up again: the administrators are told, with a card that says how it is now. On that channel itself
 * they are told when it is over, for before that nobody could read it.
 */
export function channelTurn(turn: Turn, { channel, state, since, reason, at }: ChannelState): 'ignore' | undefined {
  const chats = administrators(turn)
  const card = `channel:${channel}`
  if (state === 'down') {
    const elsewhere = chats.filter((chat) => chat.channel !== channel)
    if (elsewhere.length === 0) return 'ignore'
    turn.showCard(elsewhere, card, alarmText.channelDown(channel, since, at, reason), [], 'system', { anew: true })
    return
  }
  const standing = standingCards(turn, card)
  if (!standing) return
  const text = alarmText.channelUp(channel, since, at)
  turn.showCard(standing, card, text)
  // A card that is edited rings no bell.
  const told = since < at ? chats : []
  turn.tellOf('system', told, text)
  return standing.length + told.length === 0 ? 'ignore' : undefined
}

/** Deliveries were given up, or none is any more. */
export function parkedTurn(turn: Turn, { count }: ParkedState): 'ignore' | undefined {
  const chats = administrators(turn)
  if (count > 0) {
    turn.showCard(chats, PARKED, alarmText.parked(count), [RETRY], 'system', { anew: true })
    return chats.length === 0 ? 'ignore' : undefined
  }
  const standing = standingCards(turn, PARKED)
  if (!standing) return
  turn.showCard(standing, PARKED, alarmText.parkedOver)
  const plain = chats.filter((chat) => !turn.desk.keepsCards(chat))
  turn.tellOf('system', plain, alarmText.parkedOver)
  return standing.length + plain.length === 0 ? 'ignore' : undefined
}

/** How far a job has come: one line that is edited as it goes, where the channel can. */
export function progressTurn(turn: Turn, { job, to, line }: Progress): 'ignore' | undefined {
  if (!turn.desk.keepsCards(to)) return 'ignore'
  turn.showCard(to, cardOfJob(job), [line])
}

/** The line says no longer that the job goes on. */
export function endProgress(turn: Turn, { id }: JobDone): void {
  if (!turn.desk.keepsCards(turn.here)) return
  const card = cardOfJob(id.replace(/^done:/u, ''))
  const places = turn.read({ kind: 'cards', number: card })?.places ?? []
  if (places.some((place) => isSameChat(place, turn.here))) turn.showCard(turn.here, card, alarmText.progressOver)
}

const cardOfJob = (key: string): string => `job:${key}`

const administrators = (turn: Turn) => turn.desk.reach({ room: 'administrators' })

/** Where a card stands, of those whom it concerns now; undefined when that has yet to be read. */
function standingCards(turn: Turn, card: string) {
  const found = turn.read({ kind: 'cards', number: card })
  const chats = administrators(turn)
  return found?.places.filter((place) => chats.some((chat) => isSameChat(chat, place)))
}
