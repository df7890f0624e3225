import { triage } from '../../appeal/triage/triage.ts'
import type { Heard } from '../hear.ts'
import { isQuestion } from '../intake/gather.ts'
import { asksWhether, endsAsking, namesTopic, questionIn, soundsLikeTrouble } from '../question/question.ts'
import type { Consulted } from '../question/topic.ts'
import type { Turn } from '../turn.ts'

/** In characters; longer lines tell something. */
export const LONGEST_QUESTION = 60
const SHORT_QUESTION = 20

/** What a line is: told, asked, or neither. */
export interface Weighed {
  /** There is a word in it. */
  readonly plain: boolean
  readonly category: string
  /** Tells of a trouble, to be registered. */
  readonly told: boolean
  /** Asks something, or might. */
  readonly asks: boolean
  /** What it asks is in the documents. */
  readonly found: boolean
  /** May be somebody's trouble all the same (“欠钱不还”). */
  readonly trouble: boolean
}

/** Weighs a line that nothing in the conversation explains; `consulted` is what the documents say to it. */
export function weigh({ desk }: Pick<Turn, 'desk'>, { line: said }: Heard, consulted: Consulted | undefined): Weighed {
  const line = questionIn(said)
  const { kind, asks, tells, category } = triage(line, desk.catalog, desk.cut)
  const plain = /\p{Script=Han}{2}|[a-z]{3}/iu.test(line)
  const found = consulted?.answer.kind === 'found'
  // A short question is nothing to register, whatever its words tell of elsewhere (外摆要备案吗, 我们公司要交残保金吗).
  const onlyAsks = line.length <= SHORT_QUESTION && endsAsking(line) && !soundsLikeTrouble(line)
  // Whoever tells at length wants help, however it ends (你说这个事怎么弄).
  const justAsks = asks && isQuestion(line) && !(tells && line.length > LONGEST_QUESTION)
  const told = plain && (tells || kind === 'suggestion') && !justAsks && !onlyAsks && !asksWhether(line)
  const trouble = !(onlyAsks && found) && (tells || !(isQuestion(line) || namesTopic(line)))
  return { plain, category, told, asks: plain && (asks || onlyAsks || kind !== 'chat'), found, trouble }
}
