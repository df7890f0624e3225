import { triage } from '../../appeal/triage/triage.ts'
import type { Appeal } from '../../model/appeal.ts'
import type { Choice } from '../../model/reply.ts'
import type { Desk } from '../desk.ts'
import { isQuestion } from '../intake/gather.ts'

const POINTS = /(?:[件个笔次]|那|的)[吧啊呢。!]*$|^(?:关于|就是|说的是|我说的)/u
const LATEST = /最新|最近|刚才|刚登记|后(?:面|来)|新的?那/u
const EARLIEST = /最早|最先|前面|以前|之前|老的?那|第一次/u
const LONGEST = 16

interface Row {
  readonly id: string
  readonly appeal: Appeal
}

/** “欠钱那件”, “最早那个”: which of the appeals on the table is meant, where it is one only. */
export function appealMeant(
  line: string,
  offered: readonly Choice[],
  own: readonly Appeal[],
  desk: Pick<Desk, 'catalog' | 'cut'>,
): string | null {
  if (line.length > LONGEST || !POINTS.test(line) || isQuestion(line)) return null
  const table = offered.flatMap((one) => {
    const appeal = own.find(({ number }) => one.id.split(':')[1] === number)
    return appeal ? [{ id: one.id, appeal }] : []
  })
  if (new Set(table.map(({ appeal }) => appeal.number)).size < 2) return null
  const byAge = [...table].sort((a, b) => (a.appeal.registeredAt < b.appeal.registeredAt ? -1 : 1))
  if (LATEST.test(line)) return byAge.at(-1)?.id ?? null
  if (EARLIEST.test(line)) return byAge[0]?.id ?? null
  return describedIn(line, table, desk)
}

const THAT_ONE =
  /^(?:关于|我的?)?(.{1,10}?)(?:那|这)件(?:事|诉求|投诉)?(?:的?进度|怎么样了?|咋样了?|到哪了|呢)?[?吗]?$/u

/** “罚款那件怎么样了” with nothing on the table. */
export function ownMeant(line: string, own: readonly Appeal[], desk: Pick<Desk, 'catalog' | 'cut'>): string | null {
  const described = THAT_ONE.exec(line)?.[1]
  const table = own.map((appeal) => ({ id: appeal.number, appeal }))
  return described === undefined ? null : describedIn(described, table, desk)
}

function describedIn(line: string, table: readonly Row[], { catalog, cut }: Pick<Desk, 'catalog' | 'cut'>) {
  const { category } = triage(line, catalog, cut)
  const scored = table.map(({ id, appeal }) => {
    const { matter = '', respondent = '' } = appeal.personal?.particulars ?? {}
    const same = category !== catalog.otherwise && appeal.category === category ? 3 : 0
    return { id, score: same + shared(line, matter + respondent) }
  })
  const [first, second] = scored.sort((a, b) => b.score - a.score)
  return first && first.score >= 2 && first.score > (second?.score ?? 0) ? first.id : null
}

/** How many pairs of neighbouring characters the two have in common. */
function shared(line: string, told: string): number {
  const pairs = [...line].slice(1).map((character, i) => `${line[i]}${character}`)
  return pairs.filter((pair) => /\p{Script=Han}{2}/u.test(pair) && told.includes(pair)).length * 2
}
