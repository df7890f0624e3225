import type { Answer, Passage } from '../knowledge/passage.ts'
import type { Desk } from './dialogue/desk.ts'
import { dateOf } from './model/instant.ts'
import { isStaff } from './model/person.ts'
import { plain } from './model/reply.ts'
import type { LookUp } from './ports/channel.ts'
import type { IdentityDirectory } from './ports/identity-directory.ts'
import { answerReply, answerText } from './texts/zh-cn.ts'

/** More than these nobody looks through while he types. */
const MOST = 10

/**
 * Answers from the documents while somebody of the staff types a question in any chat: the answer as it would be given,
 * and the other passages, each with its source. Nothing is kept of it, and nothing is found where the bot is not sure.
 */
export function createLookUp(options: {
  readonly directory: IdentityDirectory
  readonly desk: () => Pick<Desk, 'now' | 'knowledge'>
}): LookUp {
  const { directory, desk } = options
  return async (at, sender, question) => {
    if (!isStaff(await directory.identify(at, sender))) return 'not-staff'
    const { now, knowledge } = desk()
    if (question.trim() === '') return []
    const today = dateOf(now)
    return found(knowledge.ask(question, today), today)
      .slice(0, MOST)
      .map((one, i) => ({ id: String(i), ...one }))
  }
}

function found(answer: Answer, today: string): readonly { readonly title: string; readonly text: string }[] {
  const { kind, passages } = answer
  if (kind === 'unsure') return []
  const alone = kind === 'which' || kind === 'list'
  const [first] = passages
  const whole = first && !alone ? [{ title: titleOf(first), text: plain(answerReply(answer, today)) }] : []
  const others = passages.slice(whole.length)
  return [...whole, ...others.map((one) => ({ title: titleOf(one), text: plain(answerText.cited(one)) }))]
}

/** What tells it from the others while they are looked through: its article, or the heading it stands under. */
function titleOf({ title, article, headings }: Passage): string {
  const heading = article === undefined ? headings.at(-1) : undefined
  return heading ?? `《${title}》${article ?? ''}`
}
