import { showNumber } from '../../appeal/reference.ts'
import { sees } from '../../appeal/rules.ts'
import { type Appeal, type AppealNumber, isSealed } from '../../model/appeal.ts'
import { type Address, ChannelName } from '../../model/message.ts'
import type { Party } from '../../model/person.ts'
import { type Choice, plain, type RichText } from '../../model/reply.ts'
import { memberAt } from '../../roster/directory.ts'
import { roleIn } from '../../roster/menus.ts'
import { lines, rich } from '../../texts/rich.ts'
import { LABEL, staffText } from '../../texts/zh-cn.ts'
import { eachOnce, isSameChat } from '../chats.ts'
import { choice } from '../choices.ts'
import type { Desk } from '../desk.ts'
import type { CardWish } from '../turn/kinds.ts'
import type { Turn } from '../turn.ts'
import { cardFacts } from './announce.ts'
import { viewOf } from './view.ts'

/**
 * Draws the cards of every appeal that something happened to in this turn, as it stands now: where one stands, it is edited;
 * where there is news and none stands, it is sent. What is new answers the card that stood there.
 */
export function drawCards(turn: Turn): void {
  if (!keepsAnyCards(turn.desk)) return
  const wished = turn.wishes.map(({ number }) => number)
  for (const number of new Set([...turn.changed, ...wished])) {
    const appeal = turn.appeal(number)
    if (!appeal) continue
    drawWhere(turn, appeal, number, drawn)
    // What is sealed stands opened in the chats of those who opened it.
    if (isSealed(appeal)) drawWhere(turn, appeal, openedCard(number), drawnOpen)
  }
}

/** Whether there is a channel in which cards live. */
export function keepsAnyCards({ keepsCards }: Pick<Desk, 'keepsCards'>): boolean {
  return ChannelName.options.some((channel) => keepsCards({ channel, chat: '*' }))
}

/** What is sealed has two cards: the one that betrays nothing, and this one for whoever opened it. */
const openedCard = (number: AppealNumber): string => `secret:${number}`

/** Shows the case to the speaker: here, unless others read along who may not see it; what is sealed always to him alone. */
export function openCard(turn: Turn, appeal: Appeal): 'here' | 'at-home' {
  const { number } = appeal
  const reader = turn.inGroup ? readerOf(turn.desk, turn.here) : turn.party
  const here = !isSealed(appeal) && reader !== undefined && sees(reader, appeal)
  const card = isSealed(appeal) ? openedCard(number) : number
  turn.wishes.push({ kind: 'open', number, card, to: here ? turn.here : turn.home })
  return here ? 'here' : 'at-home'
}

/** What was asked on the card that was pressed is done with: it stands as it should. */
export function backToCard(turn: Turn, { number }: Appeal): void {
  const sent = turn.pressed && turn.read({ kind: 'receipt', receipt: turn.pressed })?.sent
  turn.wishes.push({ kind: 'redraw', number, card: sent?.card ?? number, to: turn.here })
}

/** Those who read along in a chat, as one: what the card shows there, and its buttons, are drawn for them. */
export function readerOf({ roster }: Pick<Desk, 'roster'>, at: Address): Party | undefined {
  const places = roster.places.filter((place) => place.at && isSameChat(place.at, at)).map(({ id }) => id)
  if (places.length > 0) {
    const units = places.flatMap((id) => (id.startsWith('unit:') ? [id.slice('unit:'.length)] : []))
    return { id: 'all', roles: [...new Set(places.map(roleIn))], units }
  }
  const member = memberAt(roster, at)
  return member && { ...member, units: member.roles.includes('handler') ? member.units : [] }
}

interface Drawn {
  readonly text: RichText
  readonly choices: readonly Choice[]
}
type Draw = (turn: Turn, appeal: Appeal, reader: Party) => Drawn

/** Nobody reads in a group what is sealed; what is not theirs any more shows no more than that. */
const drawn: Draw = (turn, appeal, reader) => {
  const number = showNumber(appeal.number)
  if (!sees(reader, appeal)) return { text: [staffText.notHereAnyMore(number)], choices: [] }
  if (!isSealed(appeal)) return drawnOpen(turn, appeal, reader)
  const text = staffText.secretCard(appeal, { ...cardFacts(turn, appeal), live: true })
  return { text, choices: [choice(LABEL.open, 'open', appeal.number)] }
}

const drawnOpen: Draw = (turn, appeal, reader) => viewOf(turn, appeal, reader, true)

/** One card wherever it stands or is wanted. */
function drawWhere(turn: Turn, appeal: Appeal, card: string, draw: Draw): void {
  const found = standing(turn, appeal, card)
  if (!found) return
  const wishes = turn.wishes.filter((wish) => wish.number === appeal.number && cardOf(wish) === card)
  const everywhere = turn.changed.includes(appeal.number) || wishes.some(({ to }) => !to)
  const wanted = wishes.flatMap(({ to }) => to ?? [])
  for (const at of eachOnce(everywhere ? [...found.places, ...wanted] : wanted)) {
    const stands = found.places.some((place) => isSameChat(place, at))
    const own = wishes.filter(({ to }) => to && isSameChat(to, at))
    drawAt(turn, appeal, { card, at, stands, wishes: own }, draw)
  }
}

/** Where it stands. Of an appeal that is registered in this turn none does, and its number is drawn anew at every try. */
function standing(turn: Turn, { number }: Appeal, card: string): { readonly places: readonly Address[] } | undefined {
  return turn.registers(number) ? { places: [] } : turn.read({ kind: 'cards', number: card })
}

const cardOf = (wish: CardWish): string => ('card' in wish ? wish.card : wish.number)

function drawAt(
  turn: Turn,
  appeal: Appeal,
  where: {
    readonly card: string
    readonly at: Address
    readonly stands: boolean
    readonly wishes: readonly CardWish[]
  },
  draw: Draw,
): void {
  const { card, at, stands, wishes } = where
  const reader = readerOf(turn.desk, at)
  const news = wishes.filter((wish) => wish.kind === 'news')
  if (!reader || (news.length > 0 && !sees(reader, appeal))) return tellKeeper(turn, appeal, at, news)
  const before = turn.before(appeal.number)
  if (!sees(reader, appeal) && before && !sees(reader, before)) return
  const now = draw(turn, appeal, reader)
  const menu = wishes.findLast((wish) => wish.kind === 'menu')
  const anew = stands && wishes.some(({ kind }) => kind === 'open')
  // On a card that is new the headline stands on top: one message says it all.
  const [top] = stands ? [] : news
  const says = plain(now.text)
  const more = top && !says.includes(plain(top.more)) && top.more
  const text = lines(top?.head, more, now.text, menu && rich`——\n${menu.text}`)
  const choices = menu ? [...menu.choices, choice(staffText.BACK, 'card', appeal.number)] : now.choices
  turn.put(at, appeal, text, { choices, card, ...(anew && { anew }) }, stands && wishes.length === 0)
  for (const { head, more, choices: urgent } of news.filter((one) => one !== top)) {
    const word = staffText.shortNews(head, showNumber(appeal.number), more)
    turn.put(at, appeal, word, { choices: urgent, answers: { card } })
  }
}

/** Nobody is there for it: whoever looks after the machine hears that, and nothing of the matter. */
function tellKeeper(turn: Turn, appeal: Appeal, at: Address, news: readonly (CardWish & { kind: 'news' })[]): void {
  for (const { head } of news) {
    turn.put(at, appeal, staffText.shortNews(head, showNumber(appeal.number), staffText.nobodyThere), {})
  }
}
