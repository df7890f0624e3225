import { showNumber } from '../../appeal/reference.ts'
import { isOpen } from '../../appeal/states.ts'
import { triage } from '../../appeal/triage/triage.ts'
import type { Appeal } from '../../model/appeal.ts'
import type { Waiting } from '../../model/conversation.ts'
import type { Attachment } from '../../model/message.ts'
import type { Intake } from '../../model/slots.ts'
import { appealText, LABEL } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import { add } from '../own/supplement.ts'
import { isNo, isYes, readAll } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { withAside } from './aside.ts'
import { duringIntake } from './in-passing.ts'
import { beginIntake } from './intake.ts'

type Similar = Waiting & { for: 'similar' }

/** From so alike on, by the index or by the words in common, he is asked whether it is the same. */
const ALIKE = 0.4
const WORDS_IN_COMMON = 3

/** What he tells resembles one of his own that is still open: it is shown, and he may add to it. */
export function offerOwn(turn: Turn, { line, text, attachments }: Heard): boolean {
  const like = ownLike(turn, line)
  if (!like) return false
  offer(turn, like, text, attachments)
  return true
}

/** The same where he was asked what happened. */
export function offerOwnInstead(turn: Turn, heard: Heard, { asked, editing, slots, stage }: Intake): boolean {
  if (stage !== 'asking' || asked !== 'matter' || editing || slots.matter !== undefined) return false
  return offerOwn(turn, heard)
}

function offer(turn: Turn, like: Appeal, text: string, attachments: readonly Attachment[]): void {
  const { number } = like
  turn.say(appealText.similarOwn(appealText.listLine(like, showNumber(number))), [
    choice(LABEL.addToIt, 'add', number),
    choice(LABEL.apart, 'apart'),
  ])
  turn.wait({ for: 'similar', number, ...withAside(turn, { text, attachments }) })
}

function ownLike(turn: Turn, line: string): Appeal | undefined {
  const { catalog, cut } = turn.desk
  const { category } = triage(line, catalog, cut)
  const { respondent } = readAll(line, catalog, turn.today)
  const scores = new Map(turn.desk.similar(line).map(({ number, score }) => [number, score]))
  return turn.own
    .filter((own) => isOpen(own.state) && own.state !== 'follow-up' && own.category === category)
    .filter(({ personal }) => !differ(respondent, personal?.particulars.respondent))
    .find((own) => Math.max(scores.get(own.number) ?? 0, alike(line, own, cut)) >= ALIKE)
}

/** Two named parties that are not one by a shorter name. */
function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && !one.includes(other) && !other.includes(one)
}

/** Which share of the words of the shorter text the other has too; too few in common say nothing. */
function alike(line: string, { personal }: Appeal, cut: (text: string) => string[]): number {
  const words = (text: string) => new Set(cut(text).filter((word) => /\p{Script=Han}{2}/u.test(word)))
  const [told, before] = [words(line), words(personal?.particulars.matter ?? '')]
  const common = [...told].filter((word) => before.has(word)).length
  return common < WORDS_IN_COMMON ? 0 : common / Math.min(told.size, before.size)
}

const SAME = /^(?:就?是|对[,，]?|还是|算)?(?:同一?件|一件事|一回事|一样的?|这件|那件|加到|加上|加进|补充到)/u
const APART = /^(?:不是|不一样|另外|另一?件|新的|别的|两回事|单独|分开)/u

/** “同一件”, “另外登记”; whatever else he says is more of the new one. */
export function takeSimilar(turn: Turn, { line, text, attachments }: Heard, waiting: Similar): boolean {
  if (isYes(line) || SAME.test(line)) addToSimilar(turn, waiting)
  else if (isNo(line) || APART.test(line)) registerApart(turn, waiting)
  else {
    const told = [waiting.text, text].filter(Boolean).join('\n')
    registerApart(turn, { ...waiting, text: told, attachments: [...waiting.attachments, ...attachments] })
  }
  return true
}

export function addToSimilar(turn: Turn, { number, text, attachments }: Similar): void {
  const { intake, ...rest } = turn.conversation
  turn.conversation = rest
  add(turn, number, text, [...(intake?.attachments ?? []), ...attachments])
}

export function registerApart(turn: Turn, { text, attachments }: Similar): void {
  const { intake } = turn.conversation
  if (!intake) return beginIntake(turn, text, attachments)
  const line = turn.desk.simplify(text.normalize('NFKC'))
  duringIntake(turn, { text, line, choice: null, outOfRange: null, cut: false, attachments }, intake)
}
