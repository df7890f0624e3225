import { createHash } from 'node:crypto'
import { publishedHolidays } from '../../../adapters/calendar/index.ts'
import { type Ledger, openLedger } from '../../../adapters/store/index.ts'
import { type App, createApp } from '../../../bot/app.ts'
import { folds } from '../../../bot/appeal/history.ts'
import { catalog } from '../../../bot/catalog/index.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import type { Said } from '../../../bot/model/message.ts'
import type { Party } from '../../../bot/model/person.ts'
import type { AppealStore, Folds } from '../../../bot/ports/appeal-store.ts'
import { createSimDisk, type Image, type Plan, type SimDisk } from '../../faults/sim-disk.ts'

/** What may be broken in a city, to see whether that is noticed. */
export interface Flaw {
  readonly folds?: Folds
  readonly store?: (store: AppealStore) => AppealStore
}

/** A bot that runs, on a disk in memory, until it is killed at a file call. */
export interface City {
  readonly ledger: Ledger
  readonly app: App
  readonly disk: SimDisk
}

const FOLDER = '/sim'
const SNAPSHOT_EVERY = 60
const ROLES: Readonly<Record<string, Party['roles']>> = {
  受理员: ['clerk'],
  承办: ['handler'],
  督办: ['supervisor'],
  领导: ['leader'],
  管理员: ['administrator'],
}
const holidays = publishedHolidays()
const ROOMS = { intake: '受理组', supervision: '督办组', leaders: '领导组', administrators: '管理员组' } as const
const NOTHING_FOUND = { kind: 'unsure', confidence: 0, passages: [] } as const
const NO_BYTES = new Uint8Array()
const UNCHANGED = { ok: true, lines: [] }

function partyOf(id: string, sender: string): Party {
  const [post = '', name = ''] = sender.split('·')
  const [role = '', unit] = post.split('@')
  const roles = ROLES[role] ?? []
  return roles.length === 0 ? { id, roles: [], units: [] } : { id, roles, units: unit ? [unit] : [], name }
}

/** Starts the bot on what is left of a disk; it is killed by the plan. Never resolves where it dies while it opens. */
export async function startCity(world: {
  readonly image: Image
  readonly plan?: Plan
  readonly now: () => Instant
  readonly random: () => number
  readonly flaw: Flaw
  /** Told the disk at once: a start may be killed, too. */
  readonly onDisk: (disk: SimDisk) => void
  readonly onTrouble: (text: string) => void
}): Promise<City> {
  const { image, plan, now, random, flaw, onDisk, onTrouble } = world
  const disk = createSimDisk(image, plan)
  onDisk(disk)
  const ledger = await openLedger({
    folder: FOLDER,
    folds: flaw.folds ?? folds,
    disk,
    lock: () => ({ release() {} }),
    masterKey: '07'.repeat(32),
    now,
    snapshotEvery: SNAPSHOT_EVERY,
  })
  const app = createApp({
    store: flaw.store?.(ledger.appeals) ?? ledger.appeals,
    outbox: ledger.outbox,
    files: ledger.files,
    office: {
      xlsx: async () => NO_BYTES,
      csv: () => NO_BYTES,
      png: async () => NO_BYTES,
      svg: async () => '',
      docx: async () => NO_BYTES,
    },
    directory: { identify: (_, sender) => Promise.resolve(partyOf(ledger.pseudonym(sender), sender)) },
    knowledge: {
      ask: () => NOTHING_FOUND,
      status: () => ({ generation: 1, documents: 0, passages: 0, faulty: 0, overdue: 0 }),
      reload: () => Promise.resolve(UNCHANGED),
      rollback: () => Promise.resolve(UNCHANGED),
      learn: () => {},
    },
    questions: { add: () => {}, remove: () => {}, alike: () => undefined },
    cut: (text) => [...text],
    simplify: (text) => text,
    catalog: { ...catalog, pace: { messages: 1_000_000, seconds: 60 } },
    holidays,
    clock: { now, sleep: () => new Promise(() => {}) },
    channels: [
      {
        name: 'terminal',
        listen: () => Promise.resolve(),
        send: async () => ({ kind: 'sent', receipts: [] }),
      },
    ],
    reach: (whom) => [{ channel: 'terminal', chat: 'unit' in whom ? `承办组@${whom.unit}` : ROOMS[whom.room] }],
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    random: (below) => Math.floor(random() * below),
    onTrouble: (error) => onTrouble(String(error)),
  })
  return { ledger, app, disk }
}

/** A line of somebody in his own chat. */
export function lineOf(id: string, who: string, text: string, at: Instant): Said {
  return { kind: 'said', id, from: { channel: 'terminal', chat: who }, sender: who, text, attachments: [], at }
}
