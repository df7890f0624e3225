import { PassThrough } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { createTerminal, type TerminalOptions } from '../../adapters/terminal/channel.ts'
import { createMovableClock } from '../../adapters/terminal/clock.ts'
import { type Book, type Persona, readPersona, somebody } from '../../adapters/terminal/persona.ts'
import type { Said } from '../../bot/model/message.ts'
import type { Reply } from '../../bot/model/reply.ts'
import type { Clock } from '../../bot/ports/clock.ts'

export const noon: Clock = { now: () => '2026-11-23T04:00:00.000Z', sleep: async () => {} }
export const to = (chat: string, ...text: Reply['text']): Reply => ({ to: { channel: 'terminal', chat }, text })

/** A small directory. */
export const book: Book = {
  people: [
    { name: '王芳', roles: ['clerk'], units: [] },
    { name: '陈刚', roles: ['handler'], units: ['industry'] },
    { name: '马俊', roles: ['handler'], units: ['industry', 'market'] },
    { name: '赵强', roles: ['supervisor'], units: [] },
    { name: '何静', roles: ['clerk', 'handler'], units: ['market'] },
  ],
  units: [
    { id: 'industry', name: '市工业和信息化局（清欠专班）', short: '清欠专班', also: ['工信局'] },
    { id: 'market', name: '市市场监督管理局', short: '市监局', also: [] },
  ],
}

/** A terminal on streams, behind it a bot that answers with `answer`; replies wait until the terminal asks for them. */
export function sit(
  answer: (said: Said) => readonly Reply[] | Promise<readonly Reply[]> = () => [],
  given: Partial<TerminalOptions> & { as?: string } = {},
) {
  const input = new PassThrough()
  const output = new PassThrough()
  const heard: Said[] = []
  const pending: Reply[] = []
  const kept: Uint8Array[] = []
  let screen = ''
  output.setEncoding('utf8').on('data', (text) => {
    screen += text
  })
  let interrupted = 0
  const channel = createTerminal({
    input,
    output,
    keyboard: false,
    styled: false,
    persona: played(given.as ?? 'entrepreneur'),
    book,
    keep: async (_at, _sender, { name, type, bytes }) => {
      kept.push(bytes)
      return { ref: `f${kept.length}`, name, type }
    },
    fetch: async (ref) => kept[Number(ref.slice(1)) - 1] ?? null,
    received: '/nowhere',
    clock: createMovableClock(noon),
    session: 's1',
    settled: async () => {
      for (const reply of pending.splice(0)) await channel.send(reply, `d${heard.length}-${reply.to.chat}`)
    },
    interrupt: () => {
      interrupted += 1
    },
    ...given,
  })
  const stop = new AbortController()
  const ended = channel.listen(async (message) => {
    if (message.kind !== 'said') throw new Error('a terminal hears people only')
    heard.push(message)
    pending.push(...(await answer(message)))
    return {}
  }, stop.signal)

  return {
    channel,
    input,
    output,
    heard,
    pending,
    kept,
    stop,
    ended,
    said: () => heard.map(({ sender, text }) => `${sender} ${text}`),
    interrupted: () => interrupted,
    screen: () => screen,
    /** Ends the input with these lines and returns what was printed. */
    async pipe(text: string): Promise<string> {
      input.end(text)
      await ended
      return screen
    },
    /** Waits until the screen shows it. */
    async until(seen: string | RegExp): Promise<void> {
      for (let round = 0; round < 200; round++) {
        if (typeof seen === 'string' ? screen.includes(seen) : seen.test(screen)) return
        await wait(5)
      }
      throw new Error(`never seen: ${seen}\n${screen}`)
    },
  }
}

function played(as: string): Persona {
  const persona = readPersona(as, book)
  return 'wrong' in persona ? somebody : persona
}
