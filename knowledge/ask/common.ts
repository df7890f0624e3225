/** The runs of characters that a question and a text have in common. */
export interface Common {
  /** Runs of two and more: where in the question each ends, and its length, one after another. */
  readonly runs: readonly number[]
  /** The longest run, in characters. */
  readonly longest: number
  /** How many characters of the text were compared, and how many of them stand in runs of two or more. */
  readonly compared: number
  readonly covered: number
}

/** Texts are compared without what is neither a Chinese character, a Latin letter nor a digit. */
const IGNORED = /[^\p{Script=Han}a-z0-9%.]/gu
/** A pasted page is compared by its beginning, in characters. */
const LONGEST = 120

export interface Comparer {
  /** Characters of the question that are compared. */
  readonly length: number
  compare(text: string): Common
}

/** Compares texts with one question. All of them are in normal form. */
export function comparer(question: string): Comparer {
  const letters = question.replace(IGNORED, '').slice(0, LONGEST)
  const places = new Map<number, number[]>()
  for (let i = 0; i < letters.length; i += 1) {
    const unit = letters.charCodeAt(i)
    const known = places.get(unit)
    if (known) known.push(i)
    else places.set(unit, [i])
  }
  const none: readonly number[] = []

  return {
    length: letters.length,
    compare(text) {
      const found: number[] = []
      const runs = new Uint8Array(letters.length + 1) // runs[i + 1]: of the run that ends with the question's i and this character
      let before = none
      let longest = 0
      let covered = 0
      let counted = false
      const compared = text.replace(IGNORED, '')
      for (let at = 0; at < compared.length; at += 1) {
        const here = places.get(compared.charCodeAt(at)) ?? none
        let best = 0
        for (let k = here.length - 1; k >= 0; k -= 1) {
          const i = here[k] ?? 0
          const run = (runs[i] ?? 0) + 1
          runs[i + 1] = run
          if (run > 1) found.push(i, run)
          if (run > best) best = run
        }
        for (const i of before) if (!here.includes(i)) runs[i + 1] = 0
        before = here
        if (best > 1) covered += counted ? 1 : 2
        counted = best > 1
        if (best > longest) longest = best
      }
      return { runs: found, longest, compared: compared.length, covered }
    },
  }
}
