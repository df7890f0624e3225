import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { FakeTelegram, Group, Person } from '../fakes/telegram/index.ts'
import type { Post } from './life-world.ts'

const CHILD = fileURLToPath(new URL('./kills-child.mjs', import.meta.url))
/** A Monday, ten in the morning in Shanghai: nobody's quiet hours. */
const START = Date.parse('2026-11-23T02:00:00.000Z')
const PATIENCE_MS = 60_000

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

interface Told {
  readonly ready?: true
  readonly ack?: string
  readonly key?: string
  readonly who?: string
  readonly text?: string
  readonly log?: string
}

interface Heard {
  readonly key: string
  readonly who: string
  readonly text: string
}

/**
 * The bot as a process of its own, that can be killed and started again on the same folder. What an entrepreneur says is
 * said again until it was acknowledged, as a channel does; what staff do in Telegram they do once.
 */
export function createMortal(
  fake: FakeTelegram,
  { folder, hurry = 1 }: { readonly folder: string; readonly hurry?: number },
) {
  const heard = new Map<string, Heard>()
  const log: string[] = []
  const acknowledged = new Set<string>()
  const unheard = new Map<string, object>()
  const kills: number[] = []
  const began = START - Date.now()
  let child: ChildProcess | undefined
  let exited: Promise<number | null> = Promise.resolve(null)
  let ready = false
  let said = 0

  function tell(line: object): void {
    if (child?.stdin?.writable) child.stdin.write(`${JSON.stringify(line)}\n`)
  }

  function start(): void {
    const env = {
      PATH: process.env['PATH'],
      TOKEN: fake.token,
      API: fake.apiRoot,
      FOLDER: folder,
      BEGAN: String(began),
      HURRY: String(hurry),
    }
    const mine = spawn(process.execPath, [CHILD], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    child = mine
    ready = false
    mine.stdin.on('error', () => {})
    exited = new Promise((resolve) => mine.on('close', (code) => resolve(code)))
    createInterface({ input: mine.stdout }).on('line', (line) => hear(JSON.parse(line) as Told))
  }

  function hear({ ready: isReady, ack, key, who = '', text = '', log: line }: Told): void {
    if (line !== undefined) log.push(line)
    if (key !== undefined) heard.set(key, { key, who, text })
    if (ack !== undefined) {
      acknowledged.add(ack)
      unheard.delete(ack)
    }
    if (!isReady) return
    ready = true
    for (const message of unheard.values()) tell(message)
  }

  async function ends(signal: NodeJS.Signals): Promise<number | null> {
    child?.kill(signal)
    return await exited
  }

  /** Resolves when it is durable, whatever happens to the process meanwhile. */
  async function bring(id: string, message: object): Promise<void> {
    unheard.set(id, message)
    if (ready) tell(message)
    await fake.until(() => acknowledged.has(id), PATIENCE_MS)
  }

  async function joins(name: string, { roles, units = [] }: Post): Promise<Person> {
    const code = `CODE${digest(name).slice(0, 12).toUpperCase()}`
    const until = new Date(START + 86_400_000).toISOString()
    const order = { do: 'invite', name, roles, units, code: digest(code), until }
    await bring(`invite:${name}`, { message: { kind: 'ordered', id: `invite:${name}`, order } })
    const person = fake.person(name)
    person.starts(code)
    await person.chat.until('已经加入', { ms: PATIENCE_MS })
    return person
  }

  async function meets(title: string, place: string, by: Person, members: readonly Person[]): Promise<Group> {
    const group = fake.group(title, { members: [by, ...members] })
    by.in(group).says(`/bind ${place}`)
    await group.until('已设为', { ms: PATIENCE_MS })
    return group
  }

  /** One entrepreneur and his telephone. */
  function entrepreneur(who: string) {
    const find = (wanted: string) =>
      [...heard.values()].findLast((one) => one.who === who && one.text.includes(wanted))?.text
    async function until(wanted: string): Promise<string> {
      await fake.until(() => find(wanted) !== undefined, PATIENCE_MS).catch(() => undefined)
      const text = find(wanted)
      if (text === undefined) throw new Error(`${who} was not told «${wanted}»`)
      return text
    }
    return {
      told: (words: string) => find(words) !== undefined,
      async says(text: string): Promise<void> {
        const id = `w${++said}`
        await bring(id, { said: { id, who, text } })
      },
      /** Tells all of it, agrees, and confirms; the number of what was registered. */
      async registers(appeal: string): Promise<string> {
        await this.says(appeal)
        await until('您是否同意')
        await this.says('同意')
        await until('请核对')
        await this.says('确认')
        return /QQ-[\w-]+/.exec(await until('已登记，编号'))?.[0] ?? ''
      },
    }
  }

  return {
    log,
    /** When it was killed, in milliseconds since 1970. */
    kills,
    start,
    get isReady() {
      return ready
    },
    async kill(): Promise<void> {
      kills.push(Date.now())
      ready = false
      await ends('SIGKILL')
    },
    /** As it is told to stop; with what code it ends. */
    stop: () => ends('SIGTERM'),
    end: () => ends('SIGKILL'),
    joins,
    meets,
    entrepreneur,
  }
}
export type Mortal = ReturnType<typeof createMortal>
