import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import nodejieba from 'nodejieba'
import { type Triage, triage } from '../../bot/appeal/triage.ts'
import { catalog } from '../../bot/catalog/index.ts'

/**
 * How well questions and messages are told apart: `tsx tests/bench/triage.ts DIR [--misses]`, DIR being the corpora.
 * The words were tuned on the even half (by hash) only; the odd half is what to believe.
 */
const [dir, flag] = process.argv.slice(2)
if (!dir) {
  console.error('usage: tsx tests/bench/triage.ts DIR [--misses]')
  process.exit(2)
}
if (!existsSync(dir)) {
  console.error(`no such folder: ${dir}`)
  process.exit(1)
}

const asksOnly = (read: Triage): boolean => read.asks && !read.tells
const sets = [
  { name: 'policies questions asks && !tells', file: 'policies/questions.jsonl', text: 'question', good: asksOnly },
  {
    name: 'policies unanswerable asks && !tells',
    file: 'policies/unanswerable.jsonl',
    text: 'question',
    good: asksOnly,
  },
  { name: 'statutes questions asks && !tells', file: 'statutes/questions.jsonl', text: 'question', good: asksOnly },
  { name: 'messages tells', file: 'messages/labelled.jsonl', text: 'body', good: (read: Triage) => read.tells },
]

const cut = (text: string): string[] => nodejieba.cut(text)
for (const { name, file, text, good } of sets) {
  const rows: Record<string, string>[] = readFileSync(join(dir, file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line))
  const halves = { even: { right: 0, all: 0 }, odd: { right: 0, all: 0 } }
  for (const row of rows) {
    const key = `${row['title'] ?? row['id']}`
    const half = (createHash('sha256').update(key).digest()[0] ?? 0) % 2 === 0 ? 'even' : 'odd'
    const said = [row['title'], row[text]].filter((part) => part !== undefined).join('\n')
    const right = good(triage(said, catalog, cut))
    halves[half].all++
    if (right) halves[half].right++
    else if (flag === '--misses' && half === 'even') console.log(`  ${said.replaceAll('\n', ' / ').slice(0, 160)}`)
  }
  const share = ({ right, all }: { right: number; all: number }): string =>
    `${(right / all).toFixed(3)} (${right}/${all})`
  console.log(`${name}: tuned half ${share(halves.even)}, other half ${share(halves.odd)}`)
}
