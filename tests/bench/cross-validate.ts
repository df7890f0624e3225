import { createLearned, type LearnedOptions } from '../../bot/appeal/triage/learned.ts'

export interface Labelled {
  readonly text: string
  readonly category: string
}

export interface Verdict extends Labelled {
  readonly said: string
  /** What would have been suggested to staff; nothing where too little is known. */
  readonly suggested: string | undefined
}

/** Every line judged by what was learned from the other folds. Each fold has its share of every category. */
export function crossValidate(
  lines: readonly Labelled[],
  folds: number,
  seed: number,
  options: LearnedOptions,
): readonly Verdict[] {
  const fold = foldsOf(lines, folds, seed)
  const verdicts: Verdict[] = []
  for (let k = 0; k < folds; k += 1) {
    const learned = createLearned(options)
    for (const [i, line] of lines.entries()) if (fold[i] !== k) learned.add(`${i}`, line)
    for (const [i, line] of lines.entries()) {
      if (fold[i] !== k) continue
      const said = learned.rank(line.text)[0]?.category ?? ''
      verdicts.push({ ...line, said, suggested: learned.suggest(line.text)?.category })
    }
  }
  return verdicts
}

function foldsOf(lines: readonly Labelled[], folds: number, seed: number): readonly number[] {
  const random = dice(seed)
  const fold = new Array<number>(lines.length).fill(0)
  let next = 0
  for (const category of [...new Set(lines.map((line) => line.category))].sort()) {
    const its = lines.flatMap((line, i) => (line.category === category ? [{ i, at: random() }] : []))
    for (const { i } of its.sort((a, b) => a.at - b.at)) {
      fold[i] = next % folds
      next += 1
    }
  }
  return fold
}

export function accuracy(verdicts: readonly Verdict[]): number {
  return verdicts.filter(({ said, category }) => said === category).length / verdicts.length
}

/** The mean over the categories of the harmonic mean of precision and recall. */
export function macroF1(verdicts: readonly Verdict[]): number {
  const categories = [...new Set(verdicts.map(({ category }) => category))]
  const f1 = categories.map((one) => {
    const right = verdicts.filter(({ said, category }) => said === one && category === one).length
    const claimed = verdicts.filter(({ said }) => said === one).length
    const there = verdicts.filter(({ category }) => category === one).length
    return (2 * right) / (claimed + there)
  })
  return f1.reduce((sum, one) => sum + one, 0) / f1.length
}

/** Numbers from 0 below 1, always the same for a seed (mulberry32). */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
