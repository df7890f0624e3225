import type { DocumentFault, PolicyDocument } from './document.ts'
import { pack, split } from './split.ts'

/** What was understood of a document, for an administrator to see at a glance. */
export interface DocumentReport
  extends Pick<PolicyDocument, 'path' | 'title' | 'number' | 'issuer' | 'date' | 'from' | 'until' | 'warnings'> {
  readonly articles: number
  readonly passages: number
  readonly characters: number
}

/** What a folder holds, and what in it is wrong. */
export interface Report {
  /** Whether what was read can answer: on a reload, whether it does from now on. */
  readonly ok: boolean
  readonly documents: readonly DocumentReport[]
  readonly passages: number
  readonly faults: readonly DocumentFault[]
  /** The same in words: a line that sums it up, then one for each fault and each warning. */
  readonly lines: readonly string[]
}

const MOST_LINES = 30

/** `kept` are those of `read` that could not be read this time and stand as they were read before. */
export function reportOf(
  read: readonly PolicyDocument[],
  faults: readonly DocumentFault[],
  kept: readonly PolicyDocument[] = [],
): Report {
  const documents = read.map(describe)
  const ok = documents.length > 0
  const total = documents.reduce((sum, { passages }) => sum + passages, 0)
  const wrong = faults.length > 0 ? `，${faults.length} 处有问题` : ''
  const summary = ok ? `读入 ${documents.length} 份文件，共 ${total} 段${wrong}` : '没有读到可用的文件'
  const details = [
    ...faults.map(lineOf),
    ...kept.map(({ path }) => `${path}：这次读不了，仍按上次读到的内容回答。`),
    ...documents.flatMap(({ path, warnings }) => warnings.map((warning) => `${path}：${warning}`)),
  ]
  const rest = details.length > MOST_LINES ? [`……另有 ${details.length - MOST_LINES} 条`] : []
  return { ok, documents, passages: total, faults, lines: [summary, ...details.slice(0, MOST_LINES), ...rest] }
}

/** `坏.md 第3行：开头的说明有误……。请改正……` */
export function lineOf({ path, line, reason, advice }: DocumentFault): string {
  return `${path}${line === undefined ? '' : ` 第 ${line} 行`}：${reason}。${advice}。`
}

function describe({ path, title, number, issuer, date, from, until, warnings, body }: PolicyDocument): DocumentReport {
  const sections = split(body)
  return {
    path,
    title,
    ...(number && { number }),
    ...(issuer && { issuer }),
    ...(date && { date }),
    ...(from && { from }),
    ...(until && { until }),
    warnings,
    articles: sections.filter(({ article }) => article).length,
    passages: sections.reduce((sum, { sentences }) => sum + pack(sentences).length, 0),
    characters: body.replace(/\s/g, '').length,
  }
}
