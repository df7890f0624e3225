import { setImmediate } from 'node:timers/promises'
import { createOpen311 } from '../../adapters/open311/index.ts'
import type { Config } from '../config.ts'
import type { AppealNumber } from '../model/appeal.ts'
import type { Catalog } from '../model/catalog.ts'
import type { AppealStore } from '../ports/appeal-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { PublicRegister } from '../ports/public-register.ts'
import { publicRegister } from '../public/register.ts'
import { publicId } from './public-id.ts'
import type { Routes } from './roads.ts'
import { secretIn } from './secrets.ts'

const OPEN311_ROOT = '/open311/v2'
/** All appeals are gone through for it, 20,000 in 0.2 s: not more often than this. */
const KEPT_MS = 600_000
const AT_ONCE = 500

const TOKENS = /^[\w-]{16,256}(?:[,\s]+[\w-]{16,256})*$/

/** The public register over HTTP, for whoever shows a token; nothing where there is none. */
export function open311Routes(
  { operators }: Pick<Config, 'operators'>,
  world: {
    readonly store: Pick<AppealStore, 'read'>
    readonly pseudonym: (text: string) => string
    readonly catalog: Pick<Catalog, 'city' | 'categories' | 'units' | 'areas'>
    readonly clock: Pick<Clock, 'now'>
  },
): Routes {
  if (!operators.open311) return {}
  const { store, pseudonym, catalog, clock } = world
  const remedy = 'there is no token in it: put there 16 letters, digits, _ or - and more; several with commas'
  const tokens = secretIn(operators.open311, 'QINQING_OPEN311_TOKEN_FILE', (text) => TOKENS.test(text), remedy)
  let kept: { readonly at: number; readonly register: Promise<PublicRegister> } | undefined

  /** Each is made once: it never changes. */
  const ids = new Map<AppealNumber, string>()
  const idOf = (number: AppealNumber): string => {
    const id = ids.get(number) ?? publicId(pseudonym, number)
    ids.set(number, id)
    return id
  }

  async function make(): Promise<PublicRegister> {
    const found = await store.read({ kind: 'appeals', where: { openly: true } })
    const appeals = found.appeals.map(({ value }) => value)
    for (const [i, { number }] of appeals.entries()) {
      idOf(number)
      // Messages are answered meanwhile.
      if (i % AT_ONCE === 0) await setImmediate()
    }
    return publicRegister(appeals, { catalog, now: clock.now(), idOf })
  }

  /** One that could not be made is made anew when it is asked for again. */
  function register(): Promise<PublicRegister> {
    const now = performance.now()
    if (kept && now - kept.at < KEPT_MS) return kept.register
    const made = { at: now, register: make() }
    kept = made
    made.register.catch(() => {
      if (kept === made) kept = undefined
    })
    return made.register
  }

  const answer = createOpen311({
    root: OPEN311_ROOT,
    tokens: tokens.split(/[,\s]+/),
    jurisdiction: catalog.city,
    register,
    now: () => clock.now(),
  })
  return { [`${OPEN311_ROOT}/*`]: answer }
}
