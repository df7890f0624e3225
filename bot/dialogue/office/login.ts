import type { Address, Login } from '../../model/message.ts'
import { alarmText } from '../../texts/zh-cn.ts'
import { isSameChat } from '../chats.ts'
import type { Turn } from '../turn.ts'

/**
 * The account of a channel is to be logged in by a code, is, or was logged out: the administrators have a card that says
 * how it is now. It rings when a code is wanted after the last one was used or lost, and when it was logged out and nothing
 * told of it before; newer codes take the place of older ones in silence. On that channel itself nobody could read it.
 */
export function loginTurn(turn: Turn, { channel, state, code, reason, at }: Login): 'ignore' | undefined {
  const card = `login:${channel}`
  const found = turn.read({ kind: 'cards', number: card })
  if (!found) return
  const { desk } = turn
  const chats = desk.reach({ room: 'administrators' }).filter((chat) => chat.channel !== channel)
  const withCards = chats.filter(desk.keepsCards)
  const plain = chats.filter((chat) => !desk.keepsCards(chat))
  const inSome = (places: readonly Address[] = []) =>
    withCards.filter((chat) => places.some((place) => isSameChat(place, chat)))
  /** Where it stands, and where it still shows a code. */
  const [standing, asking] = [inSome(found.places), inSome(found.pictures)]
  const except = (some: readonly Address[]) => withCards.filter((chat) => !some.includes(chat))

  switch (state) {
    case 'wanted': {
      const files = code ? [code] : []
      const text = alarmText.loginWanted(channel)
      turn.showCard(asking, card, text, [], 'system', { files })
      turn.showCard(except(asking), card, text, [], 'system', { files, anew: true })
      turn.tellOf('system', plain, [alarmText.loginElsewhere(channel)])
      return chats.length === 0 ? 'ignore' : undefined
    }
    case 'done': {
      const text = alarmText.loggedIn(channel, at, desk.now)
      turn.showCard(standing, card, text)
      turn.tellOf('system', plain, text)
      return standing.length + plain.length === 0 ? 'ignore' : undefined
    }
    case 'lost': {
      const text = alarmText.loggedOut(channel, at, desk.now, reason)
      turn.showCard(standing, card, text)
      turn.showCard(except(standing), card, text, [], 'system', { anew: true })
      turn.tellOf('system', plain, text)
      return chats.length === 0 ? 'ignore' : undefined
    }
  }
}
