import type { SlotName, Slots } from '../model/slots.ts'
import { isNo, isYes, readAll, readAnswer } from './reading/index.ts'
import type { Turn } from './turn.ts'

/** What has a form of its own, and so is found in a line that also answers something else. */
const isExact = (slot: string): boolean => ['amountYuan', 'since', 'area', 'phone'].includes(slot)

export interface Gathered {
  /** Everything that was read, what answers the question included. */
  readonly read: Slots
  /** What the line says by itself, whatever was asked. */
  readonly all: Slots
  /** Whether something of what was asked for was said by itself. */
  readonly hits: boolean
}

/** What an answer to the question for `asked`, and for what belongs together with it, says. */
export function gather(turn: Turn, line: string, asked: SlotName, group: readonly SlotName[], before: Slots): Gathered {
  const all = partiesApart(asked, readAll(line, turn.desk.catalog, turn.today), before)
  const hits = group.some((slot) => slot in all)
  return { read: { ...bareAnswer(turn, line, asked, group, hits), ...all }, all, hits }
}

/**
 * A company named in answer to “whom does it concern” is not the speaker's own, nor the other way round; and one that
 * spells out the respondent named before is the respondent.
 */
function partiesApart(asked: SlotName, { enterprise, respondent, ...read }: Slots, before: Slots): Slots {
  const spelled = enterprise && before.respondent && enterprise.includes(before.respondent) ? enterprise : undefined
  const other = spelled ?? (asked === 'enterprise' ? undefined : respondent)
  const own = spelled || asked === 'respondent' ? undefined : enterprise
  return { ...read, ...(own && { enterprise: own }), ...(other && { respondent: other }) }
}

/**
 * A bare “张三” or “38万”: an answer only because it was asked for. Where the line also says something that has a form
 * of its own (`mixed`), the answer is looked for in the clauses that say nothing of that kind.
 */
function bareAnswer(turn: Turn, line: string, asked: SlotName, group: readonly SlotName[], mixed: boolean): Slots {
  const { catalog } = turn.desk
  if (group.includes('confidential') && (isNo(line) || /^(?:是|是的|要|要的|需要|嗯|对)[。!]?$/u.test(line))) {
    return { confidential: !isNo(line) }
  }
  if (isYes(line) || isNo(line)) return {}
  const isPlain = (clause: string) => !Object.keys(readAll(clause, catalog, turn.today)).some(isExact)
  const said = mixed ? line.split(/[,，。;；\n]+/u).filter((clause) => clause.trim() !== '' && isPlain(clause)) : [line]
  const answers: [SlotName, string[]][] = [
    [asked, said],
    ...group.filter(isExact).map((slot): [SlotName, string[]] => [slot, [line]]),
  ]
  const read: Slots = {}
  for (const [slot, clauses] of answers) {
    const fitting = clauses.map((clause) => readAnswer(slot, clause, catalog, turn.today)).find((one) => 'value' in one)
    if (fitting && 'value' in fitting) Object.assign(read, { [slot]: fitting.value })
  }
  return read
}

/** Asks in so many words; a bare name or number that could be a question is the answer that was waited for. */
export function isQuestion(line: string): boolean {
  return /\?|[吗呢]$|怎么|如何|多久|多少|什么|哪|能不能|可不可以|是否|是不是|有没有|几[天个日年]|为什么|要不要/u.test(
    line,
  )
}
