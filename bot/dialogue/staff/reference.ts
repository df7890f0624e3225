import type { Passage } from '../../../knowledge/passage.ts'
import { maskTold, namesTold } from '../../appeal/redact.ts'
import { showNumber } from '../../appeal/reference.ts'
import { sees } from '../../appeal/rules.ts'
import type { Appeal, AppealState } from '../../model/appeal.ts'
import { dateOf, timeOf } from '../../model/instant.ts'
import { OUTCOME } from '../../texts/zh-cn/words.ts'
import { lookUpText, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Turn } from '../turn.ts'
import { sourceOf } from './alike.ts'
import { unitName } from './announce.ts'
import { filesOf, showPage } from './pages.ts'
import { isForHere, sayOf } from './readers.ts'

/** “参考”: how others like it were answered, and what the documents say; each may be the beginning of a draft. */

const CASES = 3
const ARTICLES = 2
/** Of a long story the beginning is asked of the documents, in characters. */
const ASKED = 120
const ANSWERED: readonly AppealState[] = ['follow-up', 'resolved', 'archived', 'transferred']

export function showReference(turn: Turn, appeal: Appeal): void {
  const cases = precedents(turn, appeal)
  if (!cases) return
  const { sure, passages } = articlesFor(turn, appeal)
  const text = lookUpText.reference(showNumber(appeal.number), cases, passages, sure)
  const choices = [
    ...cases.map((one, i) => choice(lookUpText.USE_CASE(i + 1), 'use-case', appeal.number, one.of)),
    ...passages.map((_, i) => choice(lookUpText.USE_ARTICLE(i + 1), 'use-article', appeal.number, String(i))),
  ]
  sayOf(turn, [appeal], text, choices)
}

/** Those like it that have their result, as far as whoever reads this may see them; undefined while they have yet to be read. */
function precedents(turn: Turn, appeal: Appeal) {
  const told = appeal.personal?.particulars
  if (!told?.matter) return []
  const alike = turn.desk.similar(maskTold(told.matter, told)).filter(({ number }) => number !== appeal.number)
  const read = alike.map(({ number }) => turn.appeal(number))
  if (read.includes(undefined)) return undefined
  const alone = !isForHere(turn, appeal)
  return read
    .flatMap((one) => (one && ANSWERED.includes(one.state) && sees(turn.party, one) ? [one] : []))
    .filter((one) => alone || isForHere(turn, one))
    .flatMap(({ number: of, unit }) => {
      const source = sourceOf(turn, of)
      if (!source) return []
      const { outcome, text } = source
      return [{ of, number: showNumber(of), unit: unitName(turn, unit), outcome: OUTCOME[outcome], text }]
    })
    .slice(0, CASES)
}

function articlesFor(
  turn: Turn,
  { personal }: Appeal,
): { readonly sure: boolean; readonly passages: readonly Passage[] } {
  const told = personal?.particulars
  const question = told ? maskTold(told.matter, told).slice(0, ASKED) : ''
  if (question === '') return { sure: false, passages: [] }
  const answer = turn.desk.knowledge.ask(question, turn.today)
  const apart = new Map(answer.passages.map((one) => [`${one.document} ${one.article ?? one.text}`, one]))
  return { sure: answer.kind === 'found', passages: [...apart.values()].slice(0, ARTICLES) }
}

/** The result of another as the words of a draft; undefined where it has yet to be read, or is gone. */
export function useCase(turn: Turn, from: string): string | undefined {
  const source = sourceOf(turn, from)
  if (source === undefined) return undefined
  if (source && isForHere(turn, source.appeal)) return source.text
  turn.say(lookUpText.referenceGone)
  return undefined
}

/** An article as the words of a draft; undefined where the documents have changed. */
export function useArticle(turn: Turn, appeal: Appeal, at: number): string | undefined {
  const passage = articlesFor(turn, appeal).passages[at]
  if (!passage) turn.say(lookUpText.referenceGone)
  return passage && lookUpText.quoted(passage)
}

/** What the entrepreneur told since staff wrote to him last, masked, and his files; of a sealed case to the asker alone. */
export function showSaid(turn: Turn, appeal: Appeal): void {
  const told = namesTold(appeal)
  const thread = appeal.personal?.thread ?? []
  const from = thread.findLastIndex(({ kind }) => kind === 'replied' || kind === 'asked-back')
  const latest = thread.slice(from + 1).filter(({ by }) => by.role === 'entrepreneur')
  const last = latest.length > 0 ? latest : thread.filter(({ kind }) => kind === 'supplement').slice(-1)
  const said = last.map(({ at, text, attachments }) => {
    const when = `${dateOf(at)} ${timeOf(at)}`
    return { at: when, text: maskTold(text, told), files: attachments.length }
  })
  const refs = new Set(last.flatMap(({ attachments }) => attachments.map(({ ref }) => ref)))
  const open = filesOf(appeal).flatMap(({ ref }, i) =>
    refs.has(ref) ? [choice(staffText.openFile(i + 1), 'files', appeal.number, String(i + 1))] : [],
  )
  const text = lookUpText.told(showNumber(appeal.number), said)
  showPage(turn, appeal, 'said', { text, choices: open })
}
