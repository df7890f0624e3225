import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createOffice } from '../../adapters/office/index.ts'
import type { Ledger } from '../../adapters/store/index.ts'
import { createRecordIndex } from '../../knowledge/approved/records.ts'
import {
  type ChangedDocument,
  check,
  createStaging,
  cut,
  type KnowledgeBase,
  type Staging,
  simplify,
} from '../../knowledge/index.ts'
import { type App, type AppOptions, createApp } from '../app.ts'
import type { Config } from '../config.ts'
import type { Health } from '../dialogue/desk.ts'
import { Fault } from '../model/fault.ts'
import type { FileStore } from '../ports/file-store.ts'
import type { IdentityDirectory } from '../ports/identity-directory.ts'
import { type Backups, backupsOf } from './backup.ts'
import { backupSchedule } from './backup-schedule.ts'
import { createChecker } from './checker.ts'
import type { City } from './city/load.ts'
import { openControl } from './control.ts'
import { noFolder } from './documents.ts'
import type { Io } from './io.ts'
import { builderFor, openKnowledge, warm, warming } from './knowledge.ts'
import { type Log, openLog } from './log.ts'
import { createMachine } from './machine.ts'
import { type Metering, metered } from './metrics.ts'
import { obey } from './obey.ts'
import { type OpenedLedger, openLedgerOf } from './open-ledger.ts'
import { compiledProgram, sharedIn, shelfIn, shippedDocuments } from './paths.ts'

interface BotOptions extends Pick<AppOptions, 'clock' | 'channels' | 'reach' | 'random' | 'invitation' | 'console'> {
  readonly city: Pick<City, 'catalog' | 'holidays'>
  readonly directory: (of: { readonly pseudonym: (text: string) => string }) => IdentityDirectory
  /** The bot's name where staff work; null, or nothing, where it cannot be had. */
  readonly username?: () => Promise<string | null>
  /** Counts what is done; without it nothing is counted. */
  readonly metering?: Metering
  readonly log?: Log
  /** Where a person who waits is shown that it goes on. */
  readonly stderr: Io['stderr']
}

export interface Bot {
  readonly app: App
  readonly backups: Backups
  /** For channels: what a file that the bot sends holds. */
  readonly files: Pick<FileStore, 'get'>
  readonly ledger: Pick<Ledger, 'appeals' | 'pseudonym'> & Pick<OpenedLedger, 'writable'>
  readonly knowledge: KnowledgeBase
  /** How the channels are, and the machine. */
  health(): Health
  close(): Promise<void>
}

/** Opens the ledger and the documents, and puts the bot together. This process owns the data folder from then on. */
export async function openBot(config: Config, options: BotOptions): Promise<Bot> {
  const { log = openLog(config, options.stderr) } = options
  // First, so that a wrong folder of documents does not leave a new ledger behind.
  if (!existsSync(shelfIn(config.data))) refuseNoFolder(config.docs)
  const opened = await openLedgerOf(config, log.info)
  const { ledger, peers, exchange, writable } = opened
  try {
    const stop = new AbortController()
    const news = createBacklog<readonly ChangedDocument[]>()
    const knowledge = await openDocuments(config, options, {
      exchange,
      say: log.info,
      stop: stop.signal,
      onChanges: news.add,
    })
    const now = () => options.clock.now()
    const backups = backupsOf(config, ledger, now)
    const machine = createMachine({ data: config.data, lastBackup: backups.last })
    await machine.look()
    const { backup, hook } = config.operators
    const notify =
      hook &&
      (await import('./hook.ts')).openHook(config, {
        store: () => ledger.appeals,
        catalog: options.city.catalog,
        pseudonym: ledger.pseudonym,
        clock: options.clock,
        log: log.warn,
      })
    const parts = partsOf(ledger, knowledge, options)
    const app = createApp({
      ...(options.metering ? metered(parts, options.metering) : parts),
      peers,
      notify,
      chores: backup ? [backupSchedule({ at: backup.at, backups, clock: options.clock, trouble: log.trouble })] : [],
      documents: stagingFor(config),
      backup: () => backups.make().finally(machine.look),
      machine: machine.now,
      onTrouble: log.trouble,
    })
    news.pass((all) => app.documentsChanged(all.map((one) => ({ ...one, topics: [...one.topics] }))))
    const { username = () => Promise.resolve(null) } = options
    const house = { app, knowledge, backups, now, username }
    const control = await openControl(config.data, (request) => obey(house, request))
    return {
      app,
      backups,
      files: ledger.files,
      ledger: { appeals: ledger.appeals, pseudonym: ledger.pseudonym, ...(writable && { writable }) },
      knowledge,
      health: () => ({ channels: app.channels(), ...machine.now() }),
      async close() {
        await control.close()
        stop.abort()
        await knowledge.close()
        await opened.close()
      },
    }
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** What the app is made of: the world, adapter by adapter. */
function partsOf(ledger: Ledger, knowledge: KnowledgeBase, options: BotOptions) {
  const { city, clock, channels, reach, random, invitation, console } = options
  return {
    store: ledger.appeals,
    outbox: ledger.outbox,
    files: ledger.files,
    office: createOffice(),
    directory: options.directory(ledger),
    knowledge,
    questions: createRecordIndex({ cut }),
    cut,
    simplify,
    catalog: city.catalog,
    holidays: city.holidays,
    clock,
    channels,
    reach,
    random,
    ...(invitation && { invitation }),
    ...(console && { console }),
    digest: (text: string) => createHash('sha256').update(text).digest('hex'),
  } satisfies AppOptions
}

async function openDocuments(
  config: Config,
  { stderr, clock }: Pick<BotOptions, 'stderr' | 'clock'>,
  {
    exchange,
    say,
    stop,
    onChanges,
  }: {
    readonly exchange: OpenedLedger['exchange']
    readonly say: (line: string) => void
    readonly stop: AbortSignal
    readonly onChanges: (all: readonly ChangedDocument[]) => Told
  },
): Promise<KnowledgeBase> {
  const build = builderFor(config.docs, stop)
  const knowledge = await openKnowledge(config.docs, stderr, {
    shelf: exchange ? sharedIn(config.data) : shelfIn(config.data),
    exchange,
    build: build && warming(build),
    now: () => clock.now(),
    onChanges,
    say,
  })
  warm()
  return knowledge
}

type Told = void | Promise<void>

/** Keeps what comes before there is somebody to take it: documents may have changed while the bot was down. */
function createBacklog<T>(): {
  readonly add: (one: T) => Told
  readonly pass: (take: (one: T) => Promise<void>) => void
} {
  const kept: T[] = []
  let to = (one: T): Told => void kept.push(one)
  return {
    add: (one) => to(one),
    pass(take) {
      to = take
      for (const one of kept.splice(0)) void take(one)
    },
  }
}

/** The way of a document into the folder. What comes with the program is replaced with it: nothing may join that. */
function stagingFor({ docs, data, database }: Config): Staging {
  const shipped = resolve(docs) === resolve(shippedDocuments)
  // The one who confirms it may be served by another process: beside the documents, which all of them share.
  const aside = database && !shipped ? docs : data
  return createStaging({
    folder: docs,
    staging: join(aside, aside === docs ? '.staging' : 'staging'),
    check: compiledProgram ? createChecker({ program: compiledProgram }) : check,
    ...(shipped && { closed: SHIPPED }),
  })
}

const SHIPPED =
  '现在用的是随程序附带的示例文件，升级时会被换掉，所以不能加入。请在服务器上把自己的文件放进一个文件夹，用 QINQING_DOCS 指过去再启动。'

function refuseNoFolder(docs: string): void {
  try {
    readdirSync(docs)
  } catch (error) {
    throw new Fault('document', noFolder(docs, error), { cause: error })
  }
}
