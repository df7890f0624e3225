import { showNumber } from '../../appeal/reference.ts'
import { recused, sees } from '../../appeal/rules.ts'
import { type Appeal, type AppealNumber, isSealed } from '../../model/appeal.ts'
import { type Address, ChannelName } from '../../model/message.ts'
import type { Party } from '../../model/person.ts'
import { type Choice, plain, type RichText } from '../../model/reply.ts'
import { lines, rich } from '../../texts/rich.ts'
import { LABEL, staffText } from '../../texts/zh-cn.ts'
import { eachOnce, isSameChat } from '../chats.ts'
import { choice } from '../choices.ts'
import type { Desk } from '../desk.ts'
import type { CardWish } from '../turn/kinds.ts'
import type { Turn } from '../turn.ts'
import { cardFacts } from './announce.ts'
import { isForHere, readerOf } from './readers.ts'
import { viewOf } from './view.ts'

/**
 * Draws the cards of every appeal that something happened to in this turn, as it stands now: where one stands, it is edited;
 * where there is news and none stands, it is sent. What is new answers the card that stood there.
 */
export function drawCards(turn: Turn): void {
  if (!keepsAnyCards(turn.desk)) return
  const changed = new Set(turn.changed)
  const wishes = new Map<AppealNumber, CardWish[]>()
  for (const wish of turn.wishes) wishes.set(wish.number, [...(wishes.get(wish.number) ?? []), wish])
  const numbers = new Set([...changed, ...wishes.keys()])
  const all = [...numbers].map((number) => cardsOf(turn, number, wishes.get(number) ?? [], changed.has(number)))
  // Drawing takes its time: all is read before anything is drawn.
  if (all.every((cards) => cards !== undefined)) for (const card of all.flat()) draw(turn, card)
}

/** A card of an appeal, wherever it stands or is wanted. */
interface Card {
  readonly name: string
  readonly appeal: Appeal
  readonly places: readonly Address[]
  readonly wishes: readonly CardWish[]
  readonly everywhere: boolean
  readonly view: (reader: Party) => Drawn
}

interface Drawn {
  readonly text: RichText
  readonly choices: readonly Choice[]
}

/** Undefined while something has yet to be read. What is sealed stands opened, too, in the chats of those who opened it. */
function cardsOf(
  turn: Turn,
  number: AppealNumber,
  wishes: readonly CardWish[],
  changed: boolean,
): readonly Card[] | undefined {
  const known = turn.appeal(number)
  if (!known) return known === null ? [] : undefined
  const appeal = wishes.some(({ kind }) => kind === 'erased') ? withoutPerson(known) : known
  const view = viewOf(turn, appeal, true)
  const sealed = (): Drawn => ({
    text: staffText.secretCard(appeal, { ...cardFacts(turn, appeal), live: true }),
    choices: [choice(LABEL.open, 'open', number)],
  })
  const views = isSealed(appeal)
    ? ([
        [number, sealed],
        [openedCard(number), view],
      ] as const)
    : ([[number, view]] as const)
  const cards = views.map(([name, show]): Card | undefined => {
    const found = standing(turn, appeal, name)
    const own = wishes.filter((wish) => isAbout(wish, name))
    const everywhere = changed || own.some(({ to }) => !to)
    return found && { name, appeal, places: found.places, wishes: own, everywhere, view: show }
  })
  return cards.every((card) => card !== undefined) ? cards : undefined
}

/** What is told of it now must not need his key, which is on its way out. */
function withoutPerson({ personal: _, ...appeal }: Appeal): Appeal {
  return { ...appeal, subject: 'system' }
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
  const here = isForHere(turn, appeal)
  const card = isSealed(appeal) ? openedCard(number) : number
  turn.wishes.push({ kind: 'open', number, card, to: here ? turn.here : turn.home })
  return here ? 'here' : 'at-home'
}

/** What was asked on the card that was pressed is done with: it stands as it should. */
export function backToCard(turn: Turn, { number }: Appeal): void {
  const sent = turn.pressed && turn.read({ kind: 'receipt', receipt: turn.pressed })?.sent
  turn.wishes.push({ kind: 'redraw', number, card: sent?.card ?? number, to: turn.here })
}

function draw(turn: Turn, card: Card): void {
  const wanted = card.wishes.flatMap(({ to }) => to ?? [])
  for (const at of eachOnce(card.everywhere ? [...card.places, ...wanted] : wanted)) drawAt(turn, card, at)
}

/** Where it stands. Of an appeal that is registered in this turn none does, and its number is drawn anew at every try. */
function standing(turn: Turn, { number }: Appeal, card: string): { readonly places: readonly Address[] } | undefined {
  return turn.registers(number) ? { places: [] } : turn.read({ kind: 'cards', number: card })
}

/** What concerns them all concerns each card. */
const isAbout = (wish: CardWish, card: string): boolean =>
  wish.kind === 'erased' || ('card' in wish ? wish.card : wish.number) === card

function drawAt(turn: Turn, { name, appeal, places, wishes, view }: Card, at: Address): void {
  const reader = readerOf(turn.desk, at)
  const own = wishes.filter(({ to }) => to && isSameChat(to, at))
  const news = own.filter((wish) => wish.kind === 'news')
  const may = reader !== undefined && sees(reader, appeal)
  if (!may && news.length > 0 && !(reader && recused(reader, appeal))) return tellKeeper(turn, appeal, at, news)
  const stands = places.some((place) => isSameChat(place, at))
  // Whoever reads there now, or nobody of ours: what stands there of a person goes with him.
  if (!may && stands && wishes.some(({ kind }) => kind === 'erased')) {
    const gone = [`${showNumber(appeal.number)} ${staffText.ERASED}`]
    return turn.put(at, appeal, gone, { card: name }, true)
  }
  const before = turn.before(appeal.number)
  // What was theirs is taken back once, and left alone from then on.
  if (!reader || (!may && !(before && sees(reader, before)))) return
  const now = may ? view(reader) : { text: [staffText.notHereAnyMore(showNumber(appeal.number))], choices: [] }
  const menu = own.findLast((wish) => wish.kind === 'menu')
  const anew = stands && own.some(({ kind }) => kind === 'open')
  // On a card that is new the headline stands on top: one message says it all.
  const [top] = stands ? [] : news
  const more = top && unsaid(top.more, now.text)
  const text = lines(top?.head, more, now.text, menu && rich`——\n${menu.text}`)
  const choices = menu ? [...menu.choices, choice(staffText.BACK, 'card', appeal.number)] : now.choices
  // The one that stood there is folded up: it would say for ever what once was so.
  if (anew) turn.put(at, appeal, [staffText.standsBelow(showNumber(appeal.number))], { card: name })
  turn.put(at, appeal, text, { choices, card: name, ...(anew && { anew }) }, stands && own.length === 0)
  // Whoever did it in his own chat, where the card shows it, need not be told.
  const his = !turn.inGroup && isSameChat(at, turn.here)
  for (const { head, more: said, choices: urgent } of his ? [] : news.filter((one) => one !== top)) {
    const word = staffText.shortNews(head, showNumber(appeal.number), said)
    turn.put(at, appeal, word, { choices: urgent, answers: { card: name } })
  }
}

/** Those lines that the card does not say itself. */
function unsaid(more: RichText, card: RichText): string {
  const all = plain(card)
  return plain(more)
    .split('\n')
    .filter((line) => !all.includes(line))
    .join('\n')
}

/** Nobody is there for it: whoever looks after the machine hears that, and nothing of the matter. */
function tellKeeper(turn: Turn, appeal: Appeal, at: Address, news: readonly (CardWish & { kind: 'news' })[]): void {
  for (const { head } of news) {
    turn.put(at, appeal, staffText.shortNews(head, showNumber(appeal.number), staffText.nobodyThere), {})
  }
}
