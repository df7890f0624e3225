import { randomInt } from 'node:crypto'
import { createHook, secretsOf } from '../../adapters/hook/index.ts'
import type { AppOptions } from '../app.ts'
import type { Config } from '../config.ts'
import type { Catalog } from '../model/catalog.ts'
import { Fault } from '../model/fault.ts'
import type { AppealStore } from '../ports/appeal-store.ts'
import type { Sent } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import { toldOf } from '../public/told.ts'
import { publicId } from './public-id.ts'
import { secretIn } from './secrets.ts'

const ROUND = 1_000_000
const LEAST_BYTES = 24
const DONE: Sent = { kind: 'sent', receipts: [] }

type Told = Parameters<NonNullable<AppOptions['notify']>>[0]

/** What tells another system of events, as it is configured; undefined where none is. `key` names the row of the outbox. */
export function openHook(
  { operators }: Pick<Config, 'operators'>,
  world: {
    readonly store: () => Pick<AppealStore, 'read'>
    readonly catalog: Pick<Catalog, 'categories' | 'units'>
    readonly pseudonym: (text: string) => string
    readonly clock: Pick<Clock, 'now'>
    readonly log: (line: string) => void
  },
): ((told: Told, key: string) => Promise<Sent>) | undefined {
  const { hook } = operators
  if (!hook) return undefined
  const { store, catalog, pseudonym, clock, log } = world
  const isRight = (text: string) => {
    const secrets = secretsOf(text)
    return secrets.length > 0 && secrets.every((secret) => secret.length >= LEAST_BYTES)
  }
  const remedy =
    'there is no secret in it: put there whsec_ and 24 bytes or more in base64, such as echo whsec_$(openssl rand -base64 32)'
  const secret = secretIn(hook.secret, 'QINQING_HOOK_SECRET_FILE', isRight, remedy)
  if (!isRight(secret)) throw new Fault('config', `cannot use QINQING_HOOK_SECRET: ${remedy}`)
  const send = createHook({ url: hook.url, secret, clock, random: () => randomInt(ROUND) / ROUND, log })

  return async ({ appeal: number, event, at }, key) => {
    const { appeals } = await store().read({ kind: 'appeals', where: { numbers: [number], openly: true, limit: 1 } })
    const found = appeals[0]?.value
    const data = found ? toldOf(found, { catalog, idOf: (one) => publicId(pseudonym, one) }) : null
    // Sealed since it happened: nobody outside is told any more.
    if (data === null) return DONE
    const id = `msg_${pseudonym(`hook ${key}`)}`
    return send({ id, type: `appeal.${event.replaceAll('-', '_')}`, at, data })
  }
}
