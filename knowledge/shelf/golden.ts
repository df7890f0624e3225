import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { DocumentFault } from '../document.ts'
import type { GoldenQuestion } from './gate.ts'

const FILE = '_kb/golden.jsonl'

const Line = z.object({
  question: z.string().trim().min(1),
  document: z.string().min(1).nullable(),
  must: z.array(z.string().min(1)).optional(),
})

/** The golden questions of a folder; none where it has no such file. A line that is none is a fault, the others count. */
export async function readGolden(
  folder: string,
): Promise<{ readonly questions: readonly GoldenQuestion[]; readonly faults: readonly DocumentFault[] }> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => '')
  const questions: GoldenQuestion[] = []
  const faults: DocumentFault[] = []
  for (const [i, line] of text
    .replace(/^\uFEFF/u, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue
    const read = Line.safeParse(parse(line))
    if (read.success) questions.push(read.data)
    else faults.push({ path: FILE, line: i + 1, reason: '不是一个自测问题', advice: ADVICE })
  }
  return { questions, faults }
}

const ADVICE = '请写成一行 {"question": "…", "document": "文件路径", "must": ["…"]}，不该答的写 "document": null'

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
