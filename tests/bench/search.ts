/**
 * How well and how fast is found, beside other libraries: `npm run bench:search -- DIR`, DIR being the folder of corpora with `policies/`,
 * `statutes/` and `laws/`; `--quick` asks fewer questions, and of the laws only MiniSearch beside. It wants the compiled program
 * (`npm run build`): starting and building are measured as users have them. Half of the questions were used for tuning (dev), half were not (kept back).
 */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { answer } from '../../knowledge/ask/answer.ts'
import { rankSections } from '../../knowledge/ask/find.ts'
import { loadGeneration } from '../../knowledge/generation/make.ts'
import { pack, split } from '../../knowledge/text/split.ts'
import { cut } from '../../knowledge/words/segment.ts'
import { against, at, ms, part, row, shares, timeOf, timeOfAsync } from './figures.ts'
import { askedOf, type Corpus, corpora, halves, qualityOf, ranking } from './finding.ts'
import type { PeerResult } from './peer.ts'

const { positionals, values } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean' } } })
const [dir] = positionals
if (!dir) {
  console.error('usage: npm run bench:search -- DIR [--quick]   (the folder of corpora)')
  process.exit(2)
}
const PROGRAM = join(import.meta.dirname, '../../dist/bot/main.js')
const PEERS = ['minisearch', 'orama', 'flexsearch']
const run = promisify(execFile)
let facts: (readonly [what: string, measured: string, target: string])[] = []
const folder = mkdtempSync(join(tmpdir(), 'qinqing-bench-'))
try {
  await measure(dir)
} finally {
  rmSync(folder, { recursive: true })
}

async function measure(dir: string): Promise<void> {
  const policies = await corpora.policies(dir)
  const statutes = await corpora.statutes(dir)
  const laws = await corpora.laws(dir)
  console.log('| | questions | first | among 3 | among 10 | R@10 | MRR@10 | target R@10 / MRR@10 |')
  console.log('|---|---|---|---|---|---|---|---|')
  quality(policies)
  quality(statutes, [0.66, 0.56])
  quality(laws, [0.54, 0.45])
  await beside(statutes, laws)
  await snapshots(laws, dir)
}

function quality(corpus: Corpus, wanted?: readonly [recall: number, reciprocal: number]): void {
  const rank = ranking(corpus)
  for (const half of ['all', 'dev', 'kept'] as const) {
    const q = qualityOf(corpus.questions.filter(halves[half]), rank)
    const share = [q.first, q.three, q.ten, q.recall, q.reciprocal].map((n) => n.toFixed(3))
    const target = wanted && half === 'all' ? against([q.recall, q.reciprocal], wanted, 'at least') : ''
    row([`${corpus.name}, ${half}`, q.questions, ...share, target])
  }
}

/** Other libraries, and this one, on the same passages and questions; each in a process of its own but for this one. */
async function beside(...all: readonly Corpus[]): Promise<void> {
  for (const corpus of all) {
    const { generation, name } = corpus
    const questions = corpus.questions.filter((_, i) => !values.quick || i % 6 === 0)
    const times = questions.map(({ question }) => timeOf(() => found(corpus, question)))
    console.log(
      `\n| ${name}: ${generation.counts.passages} passages | R@10 | MRR@10 | p50 ms | p99 ms | memory MB | build s |`,
    )
    console.log('|---|---|---|---|---|---|---|')
    const own = qualityOf(questions, ranking(corpus))
    const size = (generation.size.index / 1e6).toFixed(0)
    row(['this, cutting and ranking included', ...shares(own), ...at(times), size, ''])

    const file = join(folder, `${name}.json`)
    const cutting = questions.map(({ question }) => timeOf(() => cut(question)))
    writeFileSync(
      file,
      JSON.stringify({ texts: textsOf(corpus), questions: questions.map((q) => cut(q.question).join(' ')) }),
    )
    for (const peer of values.quick && name === 'laws' ? PEERS.slice(0, 1) : PEERS) {
      const result = await peerOn(peer, file)
      const hits = new Map(questions.map(({ question }, i) => [question, result.hits[i] ?? []]))
      const keys = (question: string) =>
        (hits.get(question) ?? []).map((passage) => corpus.keyOf(generation.sectionOf[passage] ?? 0))
      const spent = result.times.map((time, i) => time + (cutting[i] ?? 0))
      row([
        `${peer} + jieba`,
        ...shares(qualityOf(questions, keys)),
        ...at(spent),
        result.megabytes.toFixed(0),
        result.seconds.toFixed(1),
      ])
      if (peer === 'minisearch' && name === 'laws') speed(corpus, times, spent)
    }
  }
}

function speed(corpus: Corpus, times: readonly number[], mini: readonly number[]): void {
  const [p50, p99] = [part(times, 0.5), part(times, 0.99)]
  const whole = corpus.questions.map(({ question }) => timeOf(() => answer(corpus.generation, question, corpus.on), 3))
  const [a50, a99] = [part(whole, 0.5), part(whole, 0.99)]
  const faster = part(mini, 0.99) / p99
  facts = [
    ['finding, p50 / p99', `${ms(p50)} / ${ms(p99)} ms`, against([p50, p99], [0.5, 3], 'at most', ' ms')],
    ['times faster than MiniSearch + jieba at p99', faster.toFixed(0), against([faster], [50], 'at least')],
    ['the whole answer, p50 / p99', `${ms(a50)} / ${ms(a99)} ms`, against([a50, a99], [5, 15], 'at most', ' ms')],
  ]
}

/** What one file of a generation costs to make, to load, to start with. */
async function snapshots({ generation, snapshot, questions }: Corpus, dir: string): Promise<void> {
  const file = join(folder, 'laws.kb')
  writeFileSync(file, snapshot)
  const loads: number[] = []
  for (let i = 0; i < 5; i += 1) loads.push(await timeOfAsync(() => loadGeneration(file)))
  const load = part(loads, 0.5)
  const first = await started(file, questions[0]?.question ?? '')
  const index = generation.size.index / 1e6
  const built = await builtInChild(join(dir, 'laws'), join(folder, 'built.kb'))
  const block = await blockWhileReloading(join(dir, 'laws'))

  const { documents, passages } = generation.counts
  console.log(`\n| laws: ${documents} documents, ${passages} passages, one thread | measured | target |`)
  console.log('|---|---|---|')
  const text = (generation.size.text / 1e6).toFixed(0)
  for (const fact of [
    ...facts,
    [
      'index in memory (texts beside it)',
      `${index.toFixed(0)} MB (${text} MB)`,
      against([index], [70], 'at most', ' MB'),
    ],
    ['snapshot: size', `${(snapshot.byteLength / 1e6).toFixed(0)} MB`, ''],
    ['snapshot: load', `${ms(load)} ms`, against([load], [100], 'at most', ' ms')],
    ['start of a process to its first answer', `${ms(first)} ms`, against([first], [1500], 'at most', ' ms')],
    ['longest block of the event loop during a reload', `${ms(block)} ms`, against([block], [20], 'at most', ' ms')],
    [
      'build in a child, reading included',
      `${(built.ms / 1000).toFixed(1)} s`,
      against([built.ms / 1000], [40], 'at most', ' s'),
    ],
    [
      'its peak memory',
      `${(built.peakBytes / 1e6).toFixed(0)} MB`,
      against([built.peakBytes / 1e6], [1000], 'at most', ' MB'),
    ],
  ] as const) {
    row(fact)
  }
}

/** From the start of a process on the compiled program to its first answer. */
async function started(file: string, question: string): Promise<number> {
  const make = JSON.stringify(join(import.meta.dirname, '../../dist/knowledge/generation/make.js'))
  const ask = JSON.stringify(join(import.meta.dirname, '../../dist/knowledge/ask/answer.js'))
  const code = `
    const { loadGeneration } = await import(${make})
    const { answer } = await import(${ask})
    const generation = await loadGeneration(${JSON.stringify(file)})
    answer(generation, ${JSON.stringify(question)}, '2026-01-01')`
  const all: number[] = []
  for (let i = 0; i < 3; i += 1) {
    all.push(await timeOfAsync(() => run(process.execPath, ['--input-type=module', '-e', code])))
  }
  return part(all, 0.5)
}

async function builtInChild(docs: string, out: string): Promise<{ ms: number; peakBytes: number }> {
  const args = [PROGRAM, 'kb', 'build', '--docs', docs, '--out', out, '--json']
  const { stdout } = await run(process.execPath, args, { maxBuffer: 1 << 26 })
  return JSON.parse(stdout)
}

/**
 * A child builds, a process that is as the bot's loads: how long its thread was held at most, in ms, the median of three
 * reloads. (In this process, with its gigabyte, the start of a child alone takes longer.)
 */
async function blockWhileReloading(laws: string): Promise<number> {
  const docs = join(folder, 'laws') // a copy, in which something changes each time
  cpSync(laws, docs, { recursive: true })
  const dist = (path: string) => JSON.stringify(join(import.meta.dirname, '../../dist', path))
  const code = `
    const { createKnowledgeBase } = await import(${dist('knowledge/index.js')})
    const { createBuilder } = await import(${dist('bot/commands/builder.js')})
    const docs = ${JSON.stringify(docs)}
    const build = createBuilder({ docs, program: ${JSON.stringify(PROGRAM)} })
    const knowledge = await createKnowledgeBase({ folder: docs, shelf: ${JSON.stringify(join(folder, 'shelf'))}, build })
    const { writeFileSync } = await import('node:fs')
    knowledge.ask('拖欠工程款怎么办', '2026-01-01')
    for (let i = 0; i < 3; i += 1) {
      let longest = 0
      let last = performance.now()
      const beat = setInterval(() => {
        const now = performance.now()
        longest = Math.max(longest, now - last - 1)
        last = now
      }, 1)
      writeFileSync(docs + '/change.txt', '有变化的文件\\n第' + i + '次改动。')
      const { ok } = await knowledge.reload({ by: 'bench' })
      if (!ok) throw new Error('the reload failed')
      clearInterval(beat)
      console.log(longest)
    }
    await knowledge.close()`
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code])
  return part(stdout.trim().split('\n').map(Number), 0.5)
}

async function peerOn(peer: string, file: string): Promise<PeerResult> {
  const args = [
    '--import',
    'tsx',
    '--expose-gc',
    '--max-old-space-size=8192',
    join(import.meta.dirname, 'peer.ts'),
    peer,
    file,
  ]
  const { stdout } = await run(process.execPath, args, { maxBuffer: 1 << 28 })
  return JSON.parse(stdout)
}

/** Every passage as the index has it: title, headings and text, cut into words. */
function textsOf({ generation }: Corpus): string[] {
  return Array.from({ length: generation.counts.documents }, (_, i) => generation.source(i)).flatMap(
    ({ title, body }) =>
      split(body).flatMap((section) => {
        const head = [title, ...section.headings].join('\n')
        return pack(section.sentences).map(({ start, end }) => cut(`${head}\n${body.slice(start, end)}`).join(' '))
      }),
  )
}

function found({ generation, on }: Corpus, question: string) {
  return rankSections(generation, askedOf(generation, question), on)
}
