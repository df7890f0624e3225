import { answer } from './answer.ts'
import { build } from './build.ts'
import { type Generation, openGeneration } from './generation.ts'
import { readLexicon } from './lexicon.ts'
import type { Answer } from './passage.ts'
import { readFolder } from './read/index.ts'
import { lineOf, type Report, reportOf } from './report.ts'
import { openSnapshot } from './snapshot.ts'

export { normalize, simplify } from './normalize.ts'
export type { Answer, Passage } from './passage.ts'
export type { Report } from './report.ts'
export { cut } from './segment.ts'

export interface KnowledgeOptions {
  /** Where the documents are: .md, .txt and .jsonl files, in folders or not. */
  readonly folder: string
  /** The largest file that is read, in bytes. */
  readonly fileBytes?: number
}

export interface KnowledgeBase {
  /** What the documents in force on this day (YYYY-MM-DD) say to a question. The same question, the same answer. */
  ask(question: string, on: string): Answer
  /**
   * Reads the folder anew, and answers from it as soon as it is ready. Where nothing in it can be used, or it cannot be
   * read, the report says so (`ok` is false). Whatever happens, what answered before goes on answering until then.
   */
  reload(): Promise<Report>
  status(): { generation: number; documents: number; passages: number; faulty: number; overdue: number }
  rollback(): Promise<{ ok: boolean; lines: string[] }>
  learn(): void
}

const FILE_BYTES = 50_000_000

/** Reads a folder of documents and answers from it. Rejects where there is nothing to answer from. */
export async function createKnowledgeBase({ folder, fileBytes }: KnowledgeOptions): Promise<KnowledgeBase> {
  const load = async (previous?: Generation) => {
    const { bytes, report } = await build({ folder, previous, ...(fileBytes && { fileBytes }) })
    return { report, generation: bytes && openGeneration(openSnapshot(bytes)) }
  }
  const first = await load()
  if (!first.generation) throw new Error(first.report.faults.map(lineOf).join('\n'))
  let current = { report: first.report, generation: first.generation }
  let generations = 1
  let last: Promise<unknown> = Promise.resolve()

  const reload = async (): Promise<Report> => {
    const { report, generation } = await load(current.generation)
    if (!generation) return { ...report, lines: [...report.lines, '仍由原来的文件回答。'] }
    current = { report, generation }
    generations += 1
    return report
  }

  return {
    ask: (question, on) => answer(current.generation, question, on),
    reload() {
      const turn = last.then(reload, reload) // of two reloads at once the later one must win
      last = turn
      return turn
    },
    rollback: () => Promise.resolve({ ok: false, lines: [] }),
    learn: () => {},
    status: () => ({
      generation: generations,
      documents: current.report.documents.length,
      passages: current.report.passages,
      faulty: current.report.faults.length,
      overdue: 0,
    }),
  }
}

/** What of a folder would be indexed, and what is wrong with it, by file. It never rejects. */
export async function check(folder: string, fileBytes: number = FILE_BYTES): Promise<Report> {
  const { faults: slips } = await readLexicon(folder)
  const { documents, faults } = await readFolder(folder, { fileBytes })
  return reportOf(documents, [...faults, ...slips])
}
