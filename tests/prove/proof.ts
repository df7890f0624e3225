import { FIGURES, type Figure } from './table.ts'
import { load, type Outcome, perform, type Work } from './work.ts'

export interface Options {
  /** The folder of the rows. */
  readonly home: string
  /** Only these rows, by id or by their place in the table; all where it is empty. */
  readonly only: readonly string[]
  /** The broken variants instead of the figures. */
  readonly bite: boolean
  readonly share: number
  readonly seed: number
  tell(line: string): void
}

export interface Done {
  readonly figure: Figure
  readonly bite?: string
  readonly outcome: Outcome
  readonly seconds: number
}

interface Task {
  readonly figure: Figure
  readonly work: Work
  readonly alone: boolean
  readonly minutes: number
}

/** A broken variant is caught early, or not at all. */
const MINUTES_FOR_A_BITE = 5
const MINUTES_AT_LEAST = 3

/** Everything asked for, in two lanes, the longest first; then, by itself, what measures times. In the table's order. */
export async function prove(options: Options): Promise<readonly Done[]> {
  const done = new Map<Task | Figure, Done>()
  const asked: (Task | Figure)[] = []
  for (const figure of chosen(options.only))
    await tasksOf(figure, options).then(
      (found) => asked.push(...found),
      (error: unknown) => {
        asked.push(figure)
        done.set(figure, { figure, seconds: 0, outcome: { ok: false, saw: String(error) } })
      },
    )
  const tasks = asked.filter((one) => 'work' in one)
  const beside = tasks.filter(({ alone }) => !alone).sort((a, b) => b.minutes - a.minutes)
  const lane = async (): Promise<void> => {
    for (let task = beside.shift(); task; task = beside.shift()) done.set(task, await doIt(task, options))
  }
  await Promise.all([lane(), lane()])
  for (const task of tasks.filter(({ alone }) => alone)) done.set(task, await doIt(task, options))
  return asked.flatMap((one) => done.get(one) ?? [])
}

function chosen(only: readonly string[]): readonly Figure[] {
  for (const name of only)
    if (!FIGURES.some(({ id }, i) => id === name || String(i + 1) === name))
      throw new Error(`no row ${name}; there are ${FIGURES.map(({ id }, i) => `${i + 1} ${id}`).join(', ')}`)
  return FIGURES.filter(({ id }, i) => only.length === 0 || only.includes(id) || only.includes(String(i + 1)))
}

async function tasksOf(figure: Figure, { home, bite, share, seed }: Options): Promise<Task[]> {
  const row = await load(home, figure.id)
  const work: Work = { home, id: figure.id, share, seed }
  const minutes = Math.max(MINUTES_AT_LEAST, row.minutes * Math.min(1, share * 2))
  if (!bite) return [{ figure, work, alone: row.alone ?? false, minutes }]
  return row.bites.map(({ name }) => ({
    figure,
    work: { ...work, bite: name },
    alone: row.alone ?? false,
    minutes: MINUTES_FOR_A_BITE,
  }))
}

async function doIt({ figure, work, minutes }: Task, { tell }: Options): Promise<Done> {
  const name = work.bite === undefined ? figure.id : `${figure.id}, ${work.bite}`
  tell(`${name}: begun`)
  const begun = performance.now()
  const outcome = await perform(work, minutes, (line) => tell(`${name}: ${line}`))
  const seconds = Math.round((performance.now() - begun) / 1000)
  tell(`${name}: ${'skipped' in outcome ? `SKIPPED, ${outcome.skipped}` : outcome.saw} (${seconds} s)`)
  return { figure, outcome, seconds, ...(work.bite !== undefined && { bite: work.bite }) }
}
