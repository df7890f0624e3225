import type { GapWhy } from '../model/gap.ts'
import { dateOf } from '../model/instant.ts'
import type { Block } from '../ports/overview.ts'
import { overviewText as text } from '../texts/zh-cn.ts'
import type { World } from './world.ts'

const SHOWN = 100

/** Questions that nobody has answered yet, alike ones together; the wordings were masked before they were kept. */
export async function gapsPage({ store, today }: World): Promise<readonly Block[]> {
  const { groups, total } = await store.read({ kind: 'gaps', limit: SHOWN })
  const { entries } = await store.read({ kind: 'entries', where: { states: ['proposed'] } })
  return [
    {
      kind: 'figures',
      figures: [
        { label: text.GAPS, value: text.groups(total), note: text.gapsIs },
        { label: text.PROPOSED, value: text.answers(entries.length), note: text.proposedIs },
      ],
    },
    {
      kind: 'table',
      heading: text.GAPS_HEADING,
      note: text.gapsNote(total, groups.length),
      columns: text.GAP_COLUMNS.map((name) => {
        if (name === '问题') return { name, kind: 'long' as const }
        return name === '人数' || name === '次数' ? { name, kind: 'number' as const } : { name }
      }),
      rows: groups.map(({ wordings, people, times, lastAt, why, document }) => [
        wordings[0],
        String(people),
        String(times),
        text.dated(dateOf(lastAt), today),
        whyOf(why),
        document ?? text.NONE,
      ]),
      empty: text.GAPS_NONE,
    },
  ]
}

function whyOf(why: Readonly<Partial<Record<GapWhy, number>>>): string {
  const told = (Object.keys(text.GAP_WHY) as GapWhy[]).flatMap((one) =>
    why[one] ? [`${text.GAP_WHY[one]} ${why[one]}`] : [],
  )
  return told.join('、') || text.NONE
}
