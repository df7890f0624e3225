import { createHash } from 'node:crypto'
import type { Command } from 'commander'
import type { Reading } from '../../../adapters/store/index.ts'
import { type ChainFault, type Digest, type Head, showHead, verifyChain } from '../../appeal/chain.ts'
import { showNumber } from '../../appeal/reference.ts'
import type { Appeal, AppealNumber } from '../../model/appeal.ts'
import type { AppealEvent } from '../../model/event.ts'
import { Fault } from '../../model/fault.ts'
import { type Io, print } from '../io.ts'
import { openReading } from '../ledger.ts'
import { configFor, dataOption, jsonOption } from '../options.ts'
import { notThere, numberIn } from './number.ts'

interface Flags {
  readonly heads?: true
  readonly data?: string
  readonly json?: true
}

/** How the chain of one appeal stands. */
export interface Standing {
  readonly number: AppealNumber
  readonly events: number
  /** Before there was a chain. */
  readonly older: number
  readonly head?: Head
  readonly fault?: string
}

export function addVerify(appeals: Command, io: Io): void {
  appeals
    .command('verify')
    .summary('check that no history was edited and nothing is missing from one')
    .description(
      'Checks the chain of hashes over the history of every appeal, or of one, also while a chat is running. Names appeal\n' +
        'and event, and exits with 1, where one was edited or is missing. With what a receipt shows, says which event it is of.',
    )
    .argument('[number]', 'such as QQ-7K3M-9XPF')
    .argument('[head]', 'what a receipt of it shows, such as 3F2A-9C41-77B0-E5D8')
    .option('--heads', 'print where every chain ends')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((number: string | undefined, head: string | undefined, flags: Flags) =>
      number === undefined ? verifyAll(flags, io) : verifyOne(number, head, flags, io),
    )
}

const digest: Digest = (text) => createHash('sha256').update(text).digest('hex')

async function verifyAll(flags: Flags, io: Io): Promise<void> {
  await tell(await standingsOf(await openReading(io, flags)), flags, io)
}

/** How every chain of a ledger stands, by the numbers of the appeals. */
export async function standingsOf(ledger: Reading): Promise<readonly Standing[]> {
  const standing: Standing[] = []
  const { appeals } = await ledger.read({ kind: 'appeals', where: { openly: true } })
  const missing = new Map(appeals.map(({ value }) => [value.number, value]))
  for await (const { number, events } of ledger.histories()) {
    standing.push(standingOf(number, events, missing.get(number)))
    missing.delete(number)
  }
  for (const [number, { events }] of missing)
    standing.push({ number, events, older: 0, fault: 'its history is missing' })
  return standing.sort((a, b) => (a.number < b.number ? -1 : 1))
}

async function verifyOne(given: string, receipt: string | undefined, flags: Flags, io: Io): Promise<void> {
  const number = numberIn(given)
  const ledger = await openReading(io, flags)
  const found = await ledger.read({ kind: 'appeal', number })
  if (!found.appeal) throw notThere(number)
  const { events } = await ledger.read({ kind: 'history', number })
  const standing = standingOf(number, events, found.appeal.value)
  if (receipt === undefined || standing.fault !== undefined) return tell([standing], { ...flags, heads: true }, io)
  const at = placeOf(receipt, events)
  if (flags.json) return print(io.stdout, JSON.stringify({ ...standing, receipt: at }))
  await print(
    io.stdout,
    `${showNumber(number)}: this receipt is of event ${at} of ${events.length}, and all stand as they were written`,
  )
}

/** The place of the event whose hash a receipt shows, from 1. */
function placeOf(receipt: string, events: readonly AppealEvent[]): number {
  const shown = receipt.replace(/[\s-]/gu, '').toLowerCase()
  if (!/^[0-9a-f]{16,64}$/.test(shown))
    throw new Fault('usage', `${receipt} is not what a receipt shows: sixteen digits and letters A to F, in fours`)
  const at = events.findIndex(({ chain }) => chain?.hash.startsWith(shown))
  if (at >= 0) return at + 1
  throw new Fault(
    'damaged',
    `no event of this appeal has the hash ${receipt}: the receipt is of another, or its event was changed`,
  )
}

const SAYS: Readonly<Record<ChainFault['what'], string>> = {
  missing: 'is not the one that follows: events before it are missing, or out of order',
  edited: 'was edited',
  'personal-edited': 'was edited in its personal part',
  unchained: 'is not tied to the one before it',
}

function standingOf(number: AppealNumber, events: readonly AppealEvent[], appeal: Appeal | undefined): Standing {
  const found = verifyChain(events, digest)
  const common = { number, events: events.length }
  if ('what' in found) return { ...common, older: 0, fault: `event ${found.event} ${SAYS[found.what]}` }
  const { head, older } = found
  const cut = appeal?.head?.hash !== head?.hash || (appeal && appeal.events !== events.length)
  const fault = cut ? `events after event ${events.length} are missing, or its state was changed` : undefined
  return { ...common, older, ...(head && { head }), ...(fault && { fault }) }
}

async function tell(all: readonly Standing[], flags: Flags, io: Io): Promise<void> {
  const faulty = all.filter(({ fault }) => fault !== undefined)
  const sum = (count: (one: Standing) => number) => all.reduce((total, one) => total + count(one), 0)
  const [events, older] = [sum((one) => one.events), sum((one) => one.older)]
  if (flags.json) await print(io.stdout, JSON.stringify({ appeals: all, events, older, whole: wholeOf(all) }))
  else {
    const heads = flags.heads ? all.filter(({ fault }) => fault === undefined) : []
    await print(io.stdout, ...heads.map(endOf), ...faulty.map((one) => `${showNumber(one.number)}: ${one.fault}`))
    if (older > 0) await print(io.stdout, `${older} of ${events} events are older than the chain: nothing ties them`)
    if (faulty.length === 0)
      await print(
        io.stdout,
        `${all.length} appeals, ${events} events${configFor(io).database ? ' of the database' : ''}: all stand as they were written`,
        `together: ${wholeOf(all)}`,
      )
  }
  if (faulty.length > 0)
    throw new Fault(
      'damaged',
      `${faulty.length} of ${all.length} histories do not stand as they were written: keep a copy of the folder, and compare it with the newest backup`,
    )
}

function endOf({ number, events, head }: Standing): string {
  return `${showNumber(number)}: ${events} events${head ? `, ${showHead(head.hash)}` : ', none in the chain'}`
}

/** One hash for all: noted down elsewhere, it shows later that no appeal was taken away. */
export function wholeOf(all: readonly Standing[]): string {
  return showHead(digest(all.map(({ number, head }) => `${number} ${head?.hash ?? ''}`).join('\n')))
}
