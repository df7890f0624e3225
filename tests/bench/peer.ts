/**
 * One search library with one set of texts, in a process of its own, for tests/bench/search.ts: `tsx --expose-gc peer.ts NAME FILE`. FILE has
 * {texts, questions} as JSON: texts and questions cut into words already, between blanks, so that every library gets the same tokens.
 * Prints {seconds, megabytes, times (ms, by question), hits (numbers of texts, by question)} as JSON.
 */
import { readFileSync } from 'node:fs'
import { create, insertMultiple, search } from '@orama/orama'
import { Index } from 'flexsearch'
import MiniSearch from 'minisearch'

export interface PeerResult {
  readonly seconds: number
  readonly megabytes: number
  readonly times: readonly number[]
  readonly hits: readonly (readonly number[])[]
}

const HITS = 64
const words = (text: string): string[] => (text === '' ? [] : text.split(' '))

type Find = (question: string) => number[] | Promise<number[]>

/** As their manuals have it for text that is cut already; nothing is tuned. */
const peers: Readonly<Record<string, (texts: readonly string[]) => Find | Promise<Find>>> = {
  minisearch(texts) {
    const mini = new MiniSearch<{ id: number; text: string }>({
      fields: ['text'],
      tokenize: words,
      processTerm: (word) => word,
    })
    for (const [id, text] of texts.entries()) mini.add({ id, text })
    return (question) =>
      mini
        .search(question)
        .slice(0, HITS)
        .map(({ id }) => Number(id))
  },

  async orama(texts) {
    const tokenizer = { language: 'english', normalizationCache: new Map(), tokenize: (raw: string) => words(raw) }
    const db = create({ schema: { text: 'string' } as const, components: { tokenizer } })
    await insertMultiple(
      db,
      [...texts.entries()].map(([id, text]) => ({ id: `${id}`, text })),
      500,
    )
    return async (question) => {
      const { hits } = await search(db, { term: question, limit: HITS, threshold: 1 })
      return hits.map(({ id }) => Number(id))
    }
  },

  flexsearch(texts) {
    const index = new Index({ tokenize: 'strict', encode: words, resolution: 9 })
    for (const [id, text] of texts.entries()) index.add(id, text)
    return (question) => index.search(question, { limit: HITS, suggest: true }) as number[]
  },
}

const [name = '', file = ''] = process.argv.slice(2)
const peer = peers[name]
if (!peer || !global.gc) {
  console.error(`usage: tsx --expose-gc tests/bench/peer.ts ${Object.keys(peers).join('|')} FILE`)
  process.exit(2)
}
const { texts, questions }: { texts: string[]; questions: string[] } = JSON.parse(readFileSync(file, 'utf8'))
const used = (): number => {
  global.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
const before = used()
const begun = performance.now()
const find = await peer(texts)
const seconds = (performance.now() - begun) / 1000
const megabytes = (used() - before) / 1e6

const hits: number[][] = []
const times: number[] = []
for (const question of questions) {
  const asked = performance.now()
  hits.push(await find(question))
  times.push(performance.now() - asked)
}
console.log(JSON.stringify({ seconds, megabytes, times, hits } satisfies PeerResult))
