import { answer } from './answer.ts'
import { buildGeneration, prepare, type ReadyDocument } from './generation.ts'
import type { Answer } from './passage.ts'
import { readFolder } from './read/index.ts'
import { lineOf, type Report, reportOf } from './report.ts'

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
export async function createKnowledgeBase({
  folder,
  fileBytes = FILE_BYTES,
}: KnowledgeOptions): Promise<KnowledgeBase> {
  const load = async (before: readonly ReadyDocument[]) => {
    const { documents, faults } = await read(folder, fileBytes)
    const kept =
      documents.length > 0 ? before.filter(({ source }) => faults.some(({ path }) => path === source.path)) : []
    const all = [...documents, ...kept]
    return { report: reportOf(all, faults, kept), generation: await buildGeneration(all) }
  }
  let current = await load([])
  if (!current.report.ok) throw new Error(current.report.faults.map(lineOf).join('\n'))
  let generations = 1
  let last: Promise<unknown> = Promise.resolve()

  const reload = async (): Promise<Report> => {
    const next = await load(current.generation.documents)
    if (!next.report.ok) return { ...next.report, lines: [...next.report.lines, '仍由原来的文件回答。'] }
    current = next
    generations += 1
    return next.report
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
  const { documents, faults } = await read(folder, fileBytes)
  return reportOf(documents, faults)
}

async function read(folder: string, fileBytes: number) {
  const { documents, faults } = await readFolder(folder, { fileBytes })
  return { documents: await prepare(documents), faults }
}
