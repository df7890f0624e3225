import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createOffice } from '../../adapters/office/index.ts'
import { type Ledger, openLedger } from '../../adapters/store/index.ts'
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
import { folds } from '../appeal/history.ts'
import type { Config } from '../config.ts'
import { Fault } from '../model/fault.ts'
import type { FileStore } from '../ports/file-store.ts'
import type { IdentityDirectory } from '../ports/identity-directory.ts'
import { type Backups, createBackups } from './backup.ts'
import { createChecker } from './checker.ts'
import type { City } from './city/load.ts'
import { openControl } from './control.ts'
import { type Io, print } from './io.ts'
import { builderFor, openKnowledge, warm, warming } from './knowledge.ts'
import { createMachine } from './machine.ts'
import { obey } from './obey.ts'
import { compiledProgram, shelfIn, shippedDocuments } from './paths.ts'

interface BotOptions extends Pick<AppOptions, 'clock' | 'channels' | 'reach' | 'random' | 'invitation'> {
  readonly city: Pick<City, 'catalog' | 'holidays'>
  readonly directory: (of: { readonly pseudonym: (text: string) => string }) => IdentityDirectory
  /** The bot's name where staff work; null, or nothing, where it cannot be had. */
  readonly username?: () => Promise<string | null>
  readonly stderr: Io['stderr']
}

export interface Bot {
  readonly app: App
  readonly backups: Backups
  /** For channels: what a file that the bot sends holds. */
  readonly files: Pick<FileStore, 'get'>
  close(): Promise<void>
}

/** Opens the data folder, which this process owns from then on, and the documents, and puts the bot together. */
export async function openBot(config: Config, options: BotOptions): Promise<Bot> {
  const tell = (line: string) => void print(options.stderr, `qinqing: ${line}`).catch(() => {})
  // First, so that a wrong folder of documents does not leave a new ledger behind.
  if (!existsSync(shelfIn(config.data))) refuseNoFolder(config.docs)
  const ledger = await openLedger({
    folder: config.data,
    folds,
    onNotice: tell,
    ...(config.masterKey && { masterKey: config.masterKey }),
  })
  try {
    const stop = new AbortController()
    const news = createBacklog<readonly ChangedDocument[]>()
    const knowledge = await openDocuments(config, options, { stop: stop.signal, onChanges: news.add })
    const now = () => options.clock.now()
    const backups = createBackups({
      data: config.data,
      copy: (to) => ledger.backup(to),
      now,
    })
    const machine = createMachine({ data: config.data, lastBackup: backups.last })
    await machine.look()
    const app = createApp({
      ...partsOf(ledger, knowledge, options),
      documents: stagingFor(config),
      backup: () => backups.make().finally(machine.look),
      machine: machine.now,
      onTrouble: once(tell),
    })
    news.pass((all) => app.documentsChanged(all.map((one) => ({ ...one, topics: [...one.topics] }))))
    const { username = () => Promise.resolve(null) } = options
    const house = { app, knowledge, backups, now, username }
    const control = await openControl(config.data, (request) => obey(house, request))
    return {
      app,
      backups,
      files: ledger.files,
      async close() {
        await control.close()
        stop.abort()
        await knowledge.close()
        await ledger.close()
      },
    }
  } catch (error) {
    await ledger.close()
    throw error
  }
}

/** What the app is made of: the world, adapter by adapter. */
function partsOf(ledger: Ledger, knowledge: KnowledgeBase, options: BotOptions): AppOptions {
  const { city, clock, channels, reach, random, invitation } = options
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
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  }
}

async function openDocuments(
  config: Config,
  { stderr, clock }: Pick<BotOptions, 'stderr' | 'clock'>,
  { stop, onChanges }: { readonly stop: AbortSignal; readonly onChanges: (all: readonly ChangedDocument[]) => Told },
): Promise<KnowledgeBase> {
  const build = builderFor(config.docs, stop)
  const knowledge = await openKnowledge(config.docs, stderr, {
    shelf: shelfIn(config.data),
    build: build && warming(build),
    now: () => clock.now(),
    onChanges,
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
function stagingFor({ docs, data }: Config): Staging {
  const shipped = resolve(docs) === resolve(shippedDocuments)
  return createStaging({
    folder: docs,
    staging: join(data, 'staging'),
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
    throw new Fault('document', `cannot read the documents:\n  ${docs}: ${(error as Error).message}`, { cause: error })
  }
}

/** A trouble that lasts comes with every round: it is told when it begins. */
function once(tell: (line: string) => void): (error: unknown) => void {
  let last = ''
  return (error) => {
    const line = error instanceof Error ? error.message : String(error)
    if (line !== last) tell(line)
    last = line
  }
}
