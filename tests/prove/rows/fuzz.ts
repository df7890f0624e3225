import { Script } from 'node:vm'
import { cut } from '../../../knowledge/index.ts'
import { exports_ } from '../fuzz/exports.ts'
import { formats, papers } from '../fuzz/papers.ts'
import { shownTexts } from '../fuzz/shown.ts'
import { talk } from '../fuzz/talk.ts'
import type { SlowTarget, Target } from '../fuzz/target.ts'
import { callbacks, wires } from '../fuzz/wire.ts'
import { words } from '../fuzz/words.ts'
import { broken } from '../lib/broken.ts'
import { type Draw, drawsOf } from '../lib/draws.ts'
import type { Row } from '../row.ts'

const INPUTS = 1_000_000
const QUICK: readonly Target[] = [...words, ...shownTexts, ...wires, ...papers]
const SLOW: readonly SlowTarget[] = [...exports_, callbacks, ...formats, talk]
/** Longer than this no input may take, alone, on a machine that has time: whoever sends it would hold up all others. */
const LONGEST_MS = 250
/** What takes this long never ends by itself. */
const NEVER_MS = 10_000
const AT_ONCE = 250

interface Seen {
  readonly name: string
  count: number
  slowest: number
  readonly wrong: string[]
}

/** Tries one target many times. An input that takes long is tried again by itself, for the machine may have been busy. */
function tryMany({ name, try: once }: Target, seed: number, count: number): Seen {
  const seen: Seen = { name, count: 0, slowest: 0, wrong: [] }
  let draw: Draw = drawsOf(seed)
  const attempt = (nth: number): number => {
    draw = drawsOf(seed + nth)
    const begun = performance.now()
    try {
      const wrong = once(draw)
      if (wrong !== undefined) seen.wrong.push(`${name}: ${wrong} (seed ${seed + nth})`)
    } catch (error) {
      seen.wrong.push(`${name}: threw ${String(error)} (seed ${seed + nth})`)
    }
    return performance.now() - begun
  }
  Object.assign(globalThis, {
    proveFuzz: () => {
      for (const end = Math.min(count, seen.count + AT_ONCE); seen.count < end; seen.count++) {
        let took = attempt(seen.count)
        for (let again = 0; again < 3 && took > LONGEST_MS; again++) took = Math.min(took, attempt(seen.count))
        if (took > LONGEST_MS) seen.wrong.push(`${name}: took ${Math.round(took)} ms (seed ${seed + seen.count})`)
        seen.slowest = Math.max(seen.slowest, took)
      }
    },
  })
  const batch = new Script('proveFuzz()')
  while (seen.count < count) {
    try {
      // A pattern that goes back without end is stopped by this as well.
      batch.runInThisContext({ timeout: NEVER_MS })
    } catch {
      seen.wrong.push(`${name}: took more than ${NEVER_MS} ms (seed ${seed + seen.count})`)
      return { ...seen, slowest: NEVER_MS }
    }
  }
  return seen
}

async function trySlowly({ name, many }: SlowTarget, seed: number, count: number): Promise<Seen> {
  const seen: Seen = { name, count: 0, slowest: 0, wrong: [] }
  for (let round = 0; seen.count < count && seen.wrong.length < 5; round++) {
    const begun = performance.now()
    try {
      const done = await many(drawsOf(seed + round))
      seen.count += Math.max(1, done.count)
      if (done.wrong !== undefined) seen.wrong.push(`${name}: ${done.wrong} (seed ${seed + round})`)
      seen.slowest = Math.max(seen.slowest, (performance.now() - begun) / Math.max(1, done.count))
    } catch (error) {
      seen.count += 1
      seen.wrong.push(`${name}: threw ${String(error)} (seed ${seed + round})`)
    }
  }
  return seen
}

const number = (many: number): string => many.toLocaleString('en')

export const row: Row = {
  minutes: 9,
  async run({ of, seed, tell }) {
    cut('词典先读好') // it takes a second, once
    const whole = [...QUICK, ...SLOW].reduce((sum, { weight }) => sum + weight, 0)
    const part = (weight: number): number => of(Math.ceil((INPUTS * weight) / whole))
    const all: Seen[] = []
    const done = (seen: Seen, begun: number): void => {
      all.push(seen)
      const each = ((performance.now() - begun) * 1_000) / seen.count
      tell(
        `${seen.name}: ${number(seen.count)}, ${each.toFixed(0)} µs each, slowest ${seen.slowest.toFixed(1)} ms, ${seen.wrong.length} wrong`,
      )
    }
    for (const [i, target] of QUICK.entries()) {
      const begun = performance.now()
      done(tryMany(target, seed + i * 2 ** 21, part(target.weight)), begun)
    }
    for (const [i, target] of SLOW.entries()) {
      const begun = performance.now()
      done(await trySlowly(target, seed + (100 + i) * 2 ** 21, part(target.weight)), begun)
    }
    const wrong = all.flatMap((one) => one.wrong)
    const slowest = all.slice(0, QUICK.length).reduce((most, one) => (one.slowest > most.slowest ? one : most))
    const total = all.reduce((sum, { count }) => sum + count, 0)
    const saw = `${number(total)} inputs to ${all.length} readers and writers, ${wrong.length} crashes or wrong escapes; slowest ${slowest.slowest.toFixed(0)} ms (${slowest.name})`
    return { saw: wrong.length > 0 ? `${saw}: ${wrong.slice(0, 4).join('; ')}` : saw, ok: wrong.length === 0 }
  },
  bites: [
    broken({
      name: 'a cell of a CSV without its guard',
      file: 'adapters/office/csv.ts',
      find: 'const text = RUNS.test(value) ?',
      put: 'const text = RUNS.test("") ?',
      row: 'fuzz',
      share: 0.002,
      tells: /a cell a spreadsheet may run/u,
    }),
    broken({
      name: 'a pattern that goes back over what it has read',
      file: 'bot/dialogue/reading/text.ts',
      find: '(?:[吧啊呀哦噢哈呢嘛哒滴]|谢谢)+$',
      put: '(?:[吧啊呀哦噢哈呢嘛哒滴]+|谢谢)+$',
      row: 'fuzz',
      share: 0.04,
      tells: /took (?:more than )?\d+ ms/u,
    }),
    broken({
      name: 'a text is cut inside a pair of surrogates',
      file: 'bot/model/cut.ts',
      find: 'return characters.segment(text.slice(0, at + 2)).containing(at)?.index ?? at',
      put: 'return at + 0 * [characters, text].length',
      row: 'fuzz',
      share: 0.002,
      tells: /half a character/u,
    }),
  ],
}
