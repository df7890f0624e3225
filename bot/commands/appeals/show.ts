import type { Command } from 'commander'
import { type Appeal, isSealed } from '../../model/appeal.ts'
import type { AppealEvent } from '../../model/event.ts'
import { dateOf, timeOf } from '../../model/instant.ts'
import { type Io, print } from '../io.ts'
import { openReading } from '../ledger.ts'
import { dataOption, jsonOption } from '../options.ts'
import { oneLine, table } from '../table.ts'

interface Flags {
  readonly reveal?: true
  readonly data?: string
  readonly json?: true
}

export function addShow(appeals: Command, io: Io): void {
  appeals
    .command('show')
    .description(
      'Shows an appeal with its history. Names, phones and numbers of persons are masked. Of tip-offs and what was told\nin confidence neither matter nor identity is shown.',
    )
    .argument('<number>', 'such as QQ-7K3M-9XPF')
    .option('--reveal', 'show personal values as they were told')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((number: string, flags: Flags) => show(number, flags, io))
}

async function show(given: string, flags: Flags, io: Io): Promise<void> {
  const [{ showNumber }, { showHead }, { numberIn, notThere }, { masked, maskedEvent }] = await Promise.all([
    import('../../appeal/reference.ts'),
    import('../../appeal/chain.ts'),
    import('./number.ts'),
    import('../masked.ts'),
  ])
  const number = numberIn(given)
  const ledger = await openReading(io, flags)
  const found = await ledger.read({ kind: 'appeal', number })
  if (!found.appeal) throw notThere(number)
  const { value } = found.appeal
  // Who opens what is sealed is on record, and beside a running bot nothing can be recorded.
  const closed = isSealed(value)
  const appeal = closed ? withoutPersonal(value) : flags.reveal ? value : masked(value)
  const { events } = await ledger.read({ kind: 'history', number })
  const history = closed
    ? events.map(withoutWords)
    : flags.reveal
      ? events
      : events.map((event) => maskedEvent(event, value.personal?.particulars))
  if (flags.json) return print(io.stdout, JSON.stringify({ appeal, history }))
  const shown = (one: string | undefined) => one && showNumber(one)
  const rows = [
    ['number', showNumber(number)],
    ...facts(appeal),
    ['follows', shown(appeal.follows)],
    ['merged into', shown(appeal.mergedInto)],
    ['merged', appeal.merged.map(showNumber).join(' ') || undefined],
    ['chain', appeal.head && `event ${appeal.head.n}, ${showHead(appeal.head.hash)}`],
    ...(closed && value.personal ? [SEALED] : told(appeal)),
  ]
  const kept = rows.flatMap(([name = '', value]) => (value === undefined ? [] : [[name, oneLine(value)]]))
  await print(io.stdout, ...table(kept), '', ...table(history.map(happened)))
}

type Row = readonly [string, string | undefined]

const SEALED: Row = ['personal', 'sealed: it is opened in the chat, where it is on record who did']

function withoutPersonal({ personal: _, ...open }: Appeal): Appeal {
  return open
}

function withoutWords({ personal: _, salt: __, ...open }: AppealEvent): AppealEvent {
  return open as AppealEvent
}

/** What is not personal. */
function facts(appeal: Appeal): readonly Row[] {
  const { pending } = appeal
  const times = (often: number) => (often > 0 ? String(often) : undefined)
  return [
    ['state', appeal.state],
    ['kind', appeal.kind],
    ['category', appeal.category],
    ['unit', appeal.unit],
    ['with', appeal.co.join(', ') || undefined],
    ['against', appeal.against.join(', ') || undefined],
    ['area', appeal.area],
    ['amount', appeal.amountYuan === undefined ? undefined : `${appeal.amountYuan} yuan`],
    ['since', appeal.since],
    ['size', appeal.size],
    ['ownership', appeal.ownership],
    ['confidential', appeal.confidential ? 'yes' : 'no'],
    ['sealed', isSealed(appeal) ? 'yes' : undefined],
    ['urgent', appeal.urgent ? 'yes' : undefined],
    ['supervised', appeal.listed ? 'yes' : undefined],
    ...appeal.deadlines.map(({ name, due, basis, provisional, legal }): Row => {
      const law = legal ? `; by law ${legal.due}, ${legal.basis}` : ''
      return [`due: ${name}`, `${due}${provisional ? ' provisional' : ''} (${basis}${law})`]
    }),
    ['pending', pending && `${pending.what}, proposed by ${pending.by.name ?? pending.by.role}`],
    ['handler', appeal.handler?.name],
    ['reviewer', appeal.reviewer?.name],
    ['outcome', appeal.outcome],
    ['ground', appeal.ground],
    ['satisfaction', appeal.satisfaction],
    ['returned', times(appeal.returns)],
    ['extended', times(appeal.extensions)],
    ['reworked', times(appeal.reworks)],
    ['nudged', times(appeal.nudges)],
    ['registered', moment(appeal.registeredAt)],
    ['closed', appeal.closedAt && moment(appeal.closedAt)],
  ]
}

function told({ personal }: Appeal): readonly Row[] {
  if (!personal) return [['personal', 'erased']]
  const { matter, respondent, enterprise, contact, phone, uscc, wish, attachments } = personal.particulars
  return [
    ['matter', matter],
    ['respondent', respondent],
    ['enterprise', enterprise],
    ['contact', contact],
    ['phone', phone],
    ['credit code', uscc],
    ['wish', wish],
    ['files', attachments.length > 0 ? String(attachments.length) : undefined],
  ]
}

function happened(event: AppealEvent): string[] {
  const text = event.personal && 'text' in event.personal ? event.personal.text : ''
  const what = [detail(event), text].filter((part) => part !== '').join(': ')
  const { role, name, unit } = event.by
  return [moment(event.at), event.type, `${name ?? role}${unit ? ` (${unit})` : ''}`, oneLine(what)]
}

/** What an event carries in the clear, the dates of all deadlines left out. */
function detail({ type, data }: AppealEvent): string {
  if (type === 'registered') return ''
  const plain = Object.values(data).flatMap((value) =>
    typeof value === 'string' || Array.isArray(value) ? [value].flat() : [],
  )
  return plain.filter((value) => typeof value === 'string').join(', ')
}

function moment(at: string): string {
  return `${dateOf(at)} ${timeOf(at)}`
}
