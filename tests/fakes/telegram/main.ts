import { createInterface } from 'node:readline'
import {
  createFakeTelegram,
  type FakeOptions,
  type FaultRule,
  type Group,
  type Limits,
  type Outage,
  type Person,
} from './index.ts'

/**
 * The fake as a process of its own: `tsx tests/fakes/telegram/main.ts '{"port": 8081}'`. It prints one line of JSON with
 * `apiRoot` and `token`, takes orders as lines of JSON on its input, and answers each with a line. README.md has them.
 */
interface Order {
  readonly do: string
  readonly who?: string
  readonly in?: string
  readonly text?: string
  readonly label?: string
  readonly members?: readonly string[]
  readonly topic?: string
  readonly rule?: FaultRule
  readonly limits?: Limits | 'telegram'
  readonly how?: Outage
  readonly ms?: number
}

const telegram = await createFakeTelegram(JSON.parse(process.argv[2] ?? '{}') as FakeOptions)
const people = new Map<string, Person>()
const groups = new Map<string, Group>()

const person = (name = '') => {
  const known = people.get(name) ?? telegram.person(name)
  people.set(name, known)
  return known
}
const group = (title = '') => {
  const known = groups.get(title)
  if (!known) throw new Error(`there is no group ${title}`)
  return known
}
const voice = ({ who, in: where }: Order) => (where ? person(who).in(group(where)) : person(who))
const viewOf = (order: Order) => (order.in ? group(order.in) : person(order.who).chat)

const orders: Record<string, (order: Order) => unknown> = {
  person: ({ who }) => person(who).user,
  group({ text = '', members = [] }) {
    const made = telegram.group(text, { members: members.map(person) })
    groups.set(text, made)
    return { id: made.id }
  },
  says: (order) => voice(order).says(order.text ?? '').id,
  presses: (order) => voice(order).presses(order.label ?? ''),
  messages: (order) => viewOf(order).messages.map(({ raw: _, file, ...seen }) => ({ ...seen, file: file?.name })),
  async until(order) {
    const { id, text, buttons } = await viewOf(order).until(order.text ?? '', order.ms ? { ms: order.ms } : {})
    return { id, text, buttons }
  },
  idle: ({ ms }) => telegram.idle(ms),
  fails: ({ rule }) => void (rule && telegram.fails(rule)),
  heals: () => telegram.heals(),
  limit: ({ limits }) => telegram.limit(limits ?? {}),
  down: ({ how }) => telegram.down(how),
  up: () => telegram.up(),
  counts: () => ({ ...telegram.counts, pending: telegram.pending.length, impatient: telegram.impatient }),
}

const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

async function obey(line: string): Promise<void> {
  try {
    const order = JSON.parse(line) as Order
    const act = orders[order.do]
    if (!act) throw new Error(`no order: ${order.do}`)
    tell({ do: order.do, result: (await act(order)) ?? null })
  } catch (error) {
    tell({ error: error instanceof Error ? error.message : String(error) })
  }
}

tell({ apiRoot: telegram.apiRoot, token: telegram.token, username: telegram.bot.username })
const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => void obey(line))
lines.on('close', () => void telegram.close())
