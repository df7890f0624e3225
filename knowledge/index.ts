import { resolve } from 'node:path'
import { answerOf, createEntries } from './approved/entries.ts'
import { answer } from './ask/answer.ts'
import { withVersions } from './facts/versions.ts'
import { FILE_BYTES, keyNow, type Source } from './generation/build.ts'
import type { Builder } from './generation/build-order.ts'
import { type ChangedDocument, changesBetween } from './generation/changes.ts'
import type { Generation } from './generation/index.ts'
import { type Making, makeFile } from './generation/make.ts'
import type { Answer, ApprovedAnswer, Topic } from './passage.ts'
import { readFolder } from './read/index.ts'
import { type Report, reportOf } from './report.ts'
import type { Exchange } from './shelf/exchange.ts'
import { inMemory, onShelf } from './shelf/generations.ts'
import { readGolden } from './shelf/golden.ts'
import { createKeeper, type Generations, type Keeper, type Order, type Outcome, shanghai } from './shelf/keeper.ts'
import { onExchange } from './shelf/shared.ts'
import { fileIn, openShelf, readShelf } from './shelf/shelf.ts'
import { type KnowledgeStatus, statusOf } from './shelf/status.ts'
import { readLexicon } from './words/lexicon.ts'
import { cut } from './words/segment.ts'

export type { Builder, BuildOrder, Built } from './generation/build-order.ts'
export type { ChangedDocument } from './generation/changes.ts'
export { makeFile } from './generation/make.ts'
export type { Answer, Passage } from './passage.ts'
export { factsLine, factsLines, type Report } from './report.ts'
export type { Exchange, Published } from './shelf/exchange.ts'
export type { GenerationFacts } from './shelf/pointer.ts'
export { type KnowledgeStatus, shelfFolder, shelfStatus } from './shelf/status.ts'
export { createStaging, type Staging } from './staging/index.ts'
export { normalize, simplify } from './text/normalize.ts'
export { cut } from './words/segment.ts'

export interface KnowledgeOptions extends Source {
  /** The folder where generations are kept, this process's own; without it they are made here and kept in memory. */
  readonly shelf?: string | undefined
  /** Where generations are shared with other processes; `shelf` then keeps what was fetched, and can be lost. */
  readonly exchange?: Exchange | undefined
  /** Another process's shelf: a generation there that fits the folder is taken to begin with; nothing is written. */
  readonly borrow?: string | undefined
  /** Makes generations in a process of their own; without it this one makes them. */
  readonly build?: Builder | undefined
  /** The present instant. */
  readonly now?: () => string
  /** Told, in a line for an administrator, what is not as it should be. */
  readonly onNotice?: (line: string) => void
  /** Told which documents are new or say something else, once they answer; a reload ends when it has been. */
  readonly onChanges?: (changes: readonly ChangedDocument[]) => void | Promise<void>
}

/** What answers, in one state of it. */
export interface Answering {
  /** What the documents in force on this day (YYYY-MM-DD) say to a question. The same question, the same answer. */
  ask(question: string, on: string, about?: Topic): Answer
  status(): KnowledgeStatus
}

export interface KnowledgeBase extends Answering {
  /** As it answers at this moment, for ever: whoever asks twice is told of one generation. */
  now(): Answering
  /**
   * Reads the folder anew, and answers from it as soon as it is ready. What cannot be used, or would answer worse than
   * what is there (unless forced), is not put in place. Whatever happens, what answered before goes on until then.
   */
  reload(order?: Order): Promise<Outcome>
  /** Back to the generation before, which then stays until the next reload. */
  rollback(order?: Order): Promise<Outcome>
  /** From now on these answers of staff come first; those given before are forgotten. */
  learn(answers: readonly ApprovedAnswer[]): void
  /** When this resolves, the shelf is nobody's: what was being built is not put on it. Answers go on. */
  close(): Promise<void>
}

/** Answers from a folder of documents. Rejects where there is nothing to answer from. */
export async function createKnowledgeBase(options: KnowledgeOptions): Promise<KnowledgeBase> {
  const { knowledge, keeper, follow } = await assemble(options)
  await keeper.begin()
  follow()
  return knowledge
}

/** For an order given while no process answers: opens what is on the shelf, and builds nothing before it is told to. */
export async function openKeeper(options: KnowledgeOptions & { readonly shelf: string }): Promise<KnowledgeBase> {
  const { knowledge, keeper } = await assemble(options)
  await keeper.resume()
  return knowledge
}

async function assemble(options: KnowledgeOptions) {
  const { shelf: place, fileBytes, release, now = () => new Date().toISOString(), onNotice = () => {} } = options
  const { onChanges } = options
  let told: Promise<void> = Promise.resolve()
  const compare = async (before: Generation, after: Generation): Promise<void> => {
    const changes = await changesBetween(before, after)
    if (changes.length > 0) await onChanges?.(changes)
  }
  const folder = resolve(options.folder)
  const source: Source = { folder, fileBytes, release }
  const making = (): Making => ({ ...source, on: shanghai(now()).slice(0, 10) })
  const builder: Builder = options.build ?? ((order) => makeFile(making(), order))
  const keyOf = () => keyNow(source)
  const generations = await generationsOf()
  const keeper: Keeper<Generation> = createKeeper({
    folder,
    generations,
    keyNow: keyOf,
    now,
    onNotice,
    onRenewed: (before, after) => {
      if (!onChanges) return
      told = compare(before, after).catch((error: unknown) => onNotice(`比较两版文件时出错：${String(error)}`))
    },
  })
  // What staff answered is the ledger's: it outlives every generation.
  let entries = createEntries([], { cut })
  const stop = new AbortController()
  let watching: Promise<void> | undefined

  function present(): Answering {
    const { generation, refused } = keeper
    const { current, pinned, kept } = generations
    const known = entries
    return {
      ask(question, on, about) {
        const approved = known.find(question, on)
        return approved ? answerOf(approved) : answer(generation, question, on, about)
      },
      status() {
        const { documents, passages } = generation.counts // what is on the shelf may have lost its description
        return { ...statusOf({ current, pinned, kept }, now()), documents, passages, ...(refused && { refused }) }
      },
    }
  }

  const knowledge: KnowledgeBase = {
    now: present,
    ask: (...question) => present().ask(...question),
    status: () => present().status(),
    async reload(order = {}) {
      const outcome = await keeper.reload(order)
      await told
      return outcome
    },
    rollback: (order = {}) => keeper.rollback(order),
    async close() {
      stop.abort()
      await Promise.all([watching, keeper.close()])
    },
    learn(answers) {
      entries = createEntries(answers, { cut, synonyms: keeper.generation.lexicon.synonyms })
    },
  }

  async function generationsOf(): Promise<Generations<Generation>> {
    if (place === undefined) return inMemory(making, () => fitting(options.borrow, source))
    const shelf = resolve(place)
    const { exchange } = options
    return exchange
      ? onExchange({ exchange, folder: shelf, builder, keyNow: keyOf, onNotice })
      : onShelf(await openShelf({ folder: shelf, onNotice }), builder)
  }

  return {
    knowledge,
    keeper,
    /** What others put in place answers here too from now on, until it is closed. */
    follow() {
      watching = options.exchange?.watch(() => void keeper.catchUp(), stop.signal)
    },
  }
}

/** A generation of these documents as they are now, on a shelf of somebody else. */
async function fitting(shelf: string | undefined, source: Source) {
  const shelved = shelf === undefined ? null : await readShelf(shelf).catch(() => null)
  if (!shelf || !shelved) return null
  const key = await keyNow(source).catch(() => '')
  const found = shelved.kept.find(({ facts }) => facts.folder === source.folder && facts.key === key)
  return found ? { ...found, file: fileIn(shelf, found) } : null
}

/** What of a folder would be indexed, and what is wrong with it, by file. It never rejects. */
export async function check(folder: string, fileBytes: number = FILE_BYTES): Promise<Report> {
  const { faults: slips } = await readLexicon(folder)
  const { faults: noQuestions } = await readGolden(folder)
  const { documents, faults } = await readFolder(folder, { fileBytes })
  return reportOf(withVersions(documents), [...faults, ...slips, ...noQuestions])
}
