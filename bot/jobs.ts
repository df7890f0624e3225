import { ledgerSheet } from './appeal/figures/ledger-rows.ts'
import type { WorkCalendar } from './appeal/time/work-calendar.ts'
import { type Appeal, isSealed, type PersonId } from './model/appeal.ts'
import type { Catalog } from './model/catalog.ts'
import { Fault } from './model/fault.ts'
import { fits } from './model/filter.ts'
import { dateOf } from './model/instant.ts'
import type { Attachment } from './model/message.ts'
import type { AnsweredJob } from './model/reply.ts'
import type { AppealStore } from './ports/appeal-store.ts'
import type { Clock } from './ports/clock.ts'
import type { DocumentFolder, Staged } from './ports/document-folder.ts'
import type { FileStore } from './ports/file-store.ts'
import type { KnowledgeKeeper, KnowledgeOutcome } from './ports/knowledge-base.ts'
import type { Office } from './ports/office.ts'
import type { Outbox } from './ports/outbox.ts'
import { namesIn, readReport } from './reporting.ts'
import { ledgerText, reportCharts, reportText, systemText } from './texts/zh-cn.ts'

export interface JobsOptions {
  readonly knowledge: Pick<KnowledgeKeeper, 'reload' | 'rollback'>
  readonly store: Pick<AppealStore, 'read' | 'erase'>
  readonly outbox: Pick<Outbox, 'retry'>
  readonly files: FileStore
  /** The folder that documents sent to the bot may join; without it none may. */
  readonly documents?: DocumentFolder | undefined
  /** Makes a copy of all that is kept, and tells of it in lines; without it there is none to be had. */
  readonly backup?: (() => Promise<readonly string[]>) | undefined
  readonly office: Office
  readonly catalog: Catalog
  readonly calendar: WorkCalendar
  readonly clock: Pick<Clock, 'now'>
  readonly cut: (text: string) => string[]
  /** Takes out of memory what was learned from a person's words. */
  readonly forget: (person: PersonId) => Promise<void> | void
  /** Told what went wrong where it can never succeed. */
  readonly trouble: (error: unknown) => void
}

/** How a job ended, in lines for the one who asked for it, and what it made. */
export interface JobOutcome {
  readonly ok: boolean
  /** Not done because of what would be lost; it may be forced. */
  readonly refused?: boolean
  readonly lines: readonly string[]
  /** A document that waits to be confirmed, or did. */
  readonly staged?: string
  readonly files?: readonly Attachment[]
}

/** Told how far it has come, in a line. */
export type Progress = (line: string) => void

export interface Jobs {
  /**
   * Does a job once more where an earlier try was cut short: each gives the same again. Rejects where trying later may
   * help (a `storage` fault); what can never succeed is told instead.
   */
  perform(job: AnsweredJob, key: string, progress?: Progress): Promise<JobOutcome>
}

/** What pictures without anything personal are sealed with. */
const SYSTEM = 'system'
/** What exports are sealed with: destroyed whenever somebody is erased, for he may stand in one. */
const EXPORTS = 'exports'
/** More than these are for the command line, which makes nobody wait. */
const MOST_EXPORTED = 20_000
const TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
  png: 'image/png',
} as const

/** Does what turns asked for: each is work with the world, which a turn has none of. */
export function createJobs(options: JobsOptions): Jobs {
  const { knowledge, store, files, office, catalog, calendar, clock } = options
  let last: Promise<unknown> = Promise.resolve()

  const keep = (person: PersonId, name: string, type: keyof typeof TYPES, bytes: Uint8Array) =>
    files.put(person, { name: `${name}.${type}`, type: TYPES[type], bytes })

  async function letters({ subject, letters }: AnsweredJob & { kind: 'letters' }): Promise<JobOutcome> {
    const made: Attachment[] = []
    for (const letter of letters) {
      made.push(await keep(subject, letter.name, 'docx', await office.docx(letter)))
    }
    return { ok: true, lines: [], files: made }
  }

  async function exported({ where, format, reveal }: AnsweredJob & { kind: 'export' }): Promise<JobOutcome> {
    const now = clock.now()
    const { appeals, total } = await store.read({ kind: 'appeals', where: { ...where, limit: MOST_EXPORTED } })
    const found = appeals.map(({ value }) => value)
    if (total > found.length) return { ok: false, lines: [ledgerText.tooMany(total, MOST_EXPORTED)] }
    const lines = [ledgerText.exported({ count: total, sealed: found.filter(isSealed).length, reveal })]
    if (total === 0) return { ok: true, lines }
    const sheet = ledgerSheet(found, { catalog, calendar, now, reveal })
    const bytes = format === 'csv' ? office.csv(sheet) : await office.xlsx([sheet])
    return { ok: true, lines, files: [await keep(EXPORTS, `${ledgerText.SHEET}-${dateOf(now)}`, format, bytes)] }
  }

  async function report({ period, notAgainst }: AnsweredJob & { kind: 'report' }): Promise<JobOutcome> {
    // Before and after a tip-off the same: whoever works where it is about could else count that there is one.
    const seen = notAgainst && {
      seen: async (all: readonly Appeal[]) => all.filter((one) => fits(one, { notAgainst })),
    }
    const figures = await readReport({ ...options, ...seen }, period, clock.now())
    const names = namesIn(catalog)
    const made: Attachment[] = []
    for (const { name, chart } of reportCharts(figures, names))
      made.push(await keep(SYSTEM, name, 'png', await office.png(chart)))
    return { ok: true, lines: reportText.reportLines(figures, names), files: made }
  }

  async function erase({ subject }: AnsweredJob & { kind: 'erase' }): Promise<JobOutcome> {
    await store.erase(subject, clock.now())
    await store.erase(EXPORTS, clock.now())
    await options.forget(subject)
    return { ok: true, lines: [] }
  }

  async function expire({ subjects }: AnsweredJob & { kind: 'expire' }): Promise<JobOutcome> {
    for (const subject of subjects) {
      await store.erase(subject, clock.now())
      await options.forget(subject)
    }
    await store.erase(EXPORTS, clock.now())
    return { ok: true, lines: subjects.length > 0 ? [reportText.expired(subjects.length)] : [] }
  }

  async function retry(): Promise<JobOutcome> {
    return { ok: true, lines: [systemText.retried(await options.outbox.retry(clock.now()))] }
  }

  async function backup(): Promise<JobOutcome> {
    if (!options.backup) return { ok: false, lines: [systemText.noBackup] }
    try {
      return { ok: true, lines: await options.backup() }
    } catch (error) {
      // Whoever asked for it can help: the disk is full, a folder is not to be written. He asks again when he has.
      return { ok: false, lines: [systemText.notBackedUp, error instanceof Error ? error.message : String(error)] }
    }
  }

  async function stage({ file }: AnsweredJob & { kind: 'stage' }): Promise<JobOutcome> {
    const bytes = await files.get(file.ref)
    if (!options.documents) return { ok: false, lines: [systemText.noDocuments] }
    if (!bytes) return { ok: false, lines: [systemText.fileGone(file.name)] }
    return outcomeOf(await options.documents.stage({ name: file.name, bytes }))
  }

  /** What joins or leaves the folder answers, or answers no more, once the documents have been read anew. */
  async function move(
    { kind, staged, by }: AnsweredJob & { kind: 'adopt' | 'withdraw-document' | 'discard' },
    progress: Progress | undefined,
  ): Promise<JobOutcome> {
    const { documents } = options
    if (!documents) return { ok: false, lines: [systemText.noDocuments] }
    if (kind === 'discard') return { ...outcomeOf(await documents.discard(staged)), staged }
    const moved = await (kind === 'adopt' ? documents.adopt(staged) : documents.withdraw(staged))
    if (!moved.ok) return { ...outcomeOf(moved), staged }
    const read: KnowledgeOutcome = await knowledge.reload({ by, progress })
    return { ...read, lines: [...moved.lines, ...read.lines], staged }
  }

  /** One after another: what was read of somebody must not be written once he was erased. */
  function inOrder(job: () => Promise<JobOutcome>): Promise<JobOutcome> {
    const done = last.then(job, job)
    last = done
    return done
  }

  function work(job: AnsweredJob, progress: Progress | undefined): Promise<JobOutcome> {
    switch (job.kind) {
      case 'reload':
        return knowledge.reload({ by: job.by, force: job.force, progress })
      case 'rollback':
        return knowledge.rollback(job)
      case 'letters':
        return inOrder(() => letters(job))
      case 'erase':
        return inOrder(() => erase(job))
      case 'expire':
        return inOrder(() => expire(job))
      case 'export':
        return inOrder(() => exported(job))
      case 'report':
        return report(job)
      case 'stage':
        return stage(job)
      case 'adopt':
      case 'withdraw-document':
      case 'discard':
        return move(job, progress)
      case 'backup':
        return inOrder(backup)
      case 'retry':
        return retry()
    }
  }

  return {
    async perform(job, _, progress) {
      try {
        return await work(job, progress)
      } catch (error) {
        if (job.kind === 'erase' || job.kind === 'expire' || (error instanceof Fault && error.code === 'storage'))
          throw error
        options.trouble(error)
        return { ok: false, lines: [reportText.cannot] }
      }
    },
  }
}

function outcomeOf({ ok, id, lines }: Staged): JobOutcome {
  return { ok, lines, ...(id !== undefined && { staged: id }) }
}
