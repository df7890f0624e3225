import type { KnowledgeStatus } from '../ports/knowledge-base.ts'
import type { Block, Figure, Table } from '../ports/overview.ts'
import { overviewText as text } from '../texts/zh-cn.ts'
import type { World } from './world.ts'

/** Which generation of the documents answers, and what of them could not be used. */
export async function documentsPage({ knowledge, today }: World): Promise<readonly Block[]> {
  if (!knowledge) return [{ kind: 'notes', heading: '', lines: [text.NO_DOCUMENTS] }]
  const { refused, pinned, quarantined = [], reviews = [], kept = [], generation } = knowledge
  const notes = [...(pinned ? [text.pinned] : []), ...(refused ? [text.refusedAt(refused.at, today)] : [])]
  return [
    { kind: 'figures', figures: figuresOf(knowledge, today) },
    ...(notes.length > 0 ? [{ kind: 'notes' as const, heading: '', lines: notes }] : []),
    table(
      text.QUARANTINE_HEADING,
      text.QUARANTINE_COLUMNS,
      quarantined.map(({ path, line, reason, advice }) => [
        path,
        line === undefined ? text.NONE : String(line),
        reason,
        advice,
      ]),
      text.QUARANTINE_NONE,
    ),
    table(
      text.REVIEWS_HEADING,
      text.REVIEW_COLUMNS,
      reviews.map(({ path, on, owner }) => [path, text.dated(on, today), owner ?? text.NONE]),
      text.REVIEWS_NONE,
    ),
    table(
      text.KEPT_HEADING,
      text.KEPT_COLUMNS,
      kept
        .toReversed()
        .map(({ number, at, by }) => [
          `${text.generation(number)}${number === generation ? text.IN_USE : ''}`,
          at ? text.timed(at, today) : text.AT_START,
          by ?? text.AT_START,
        ]),
      text.KEPT_NONE,
    ),
  ]
}

function figuresOf(status: KnowledgeStatus, today: string): readonly Figure[] {
  const { generation, at, by, forced, documents, passages, golden, faulty, overdue } = status
  return [
    {
      label: text.D.generation,
      value: text.generation(generation),
      note: at ? text.builtAt(at, today, by, forced) : text.builtAtStart,
    },
    { label: text.D.documents, value: text.files(documents), note: text.passages(passages) },
    ...(golden ? [{ label: text.D.golden, value: text.golden(golden.right, golden.asked), note: text.goldenIs }] : []),
    {
      label: text.D.faulty,
      value: text.places(faulty),
      note: text.faultyIs,
      ...(faulty > 0 && { tone: 'bad' as const }),
    },
    {
      label: text.D.overdue,
      value: text.files(overdue),
      note: text.overdueReviewIs,
      ...(overdue > 0 && { tone: 'warn' as const }),
    },
  ]
}

function table(heading: string, columns: readonly string[], rows: Table['rows'], empty: string): Table {
  return {
    kind: 'table',
    heading,
    columns: columns.map((name, i) => (i > 1 ? { name, kind: 'text' as const } : { name })),
    rows,
    empty,
  }
}
