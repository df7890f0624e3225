/** How much of a figure is to be shown: all of it for `npm run prove`, a crumb of it in `npm test`. */
export interface Scale {
  /** 1 is the figure's target; less with `--quick` and in the tests. */
  readonly share: number
  /** So many of `full`, at least one. */
  of(full: number): number
  /** What randomness begins with, so that a failure can be seen again: `--seed N`. */
  readonly seed: number
  /** A word of progress, for whoever waits; never a part of the figure. */
  tell(line: string): void
}

/** What was seen, as a sentence of measured numbers; `skipped` where this machine cannot, with the reason. */
export type Seen = { readonly saw: string; readonly ok: boolean } | { readonly skipped: string }

/** Whether a broken variant was caught, and by what. */
export type Bitten = { readonly saw: string; readonly caught: boolean } | { readonly skipped: string }

/** A variant of what is measured that is broken on purpose: it must be caught, or the row proves nothing. */
export interface Bite {
  readonly name: string
  run(seed: number): Promise<Bitten>
}

/**
 * One row of the proof: `rows/ID.ts` exports it as `row`. It is run in a process of its own (its own group, `gc` exposed, in
 * the repository's root, compiled programs in `dist`), which gets SIGTERM when its time is over and is killed ten seconds later.
 */
export interface Row {
  /** Nothing else may run beside it: it measures times. */
  readonly alone?: true
  /** How long it may take at full size, in minutes, before it counts as failed. What is expected is about half of it. */
  readonly minutes: number
  run(scale: Scale): Promise<Seen>
  readonly bites: readonly Bite[]
}

/** A scale for a test or a broken variant. */
export function scaleOf(share: number, seed = 1, tell: (line: string) => void = () => {}): Scale {
  return { share, seed, tell, of: (full) => Math.max(1, Math.ceil(full * share)) }
}
