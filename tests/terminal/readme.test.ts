import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTerminal } from '../../adapters/terminal/channel.ts'
import { createMovableClock } from '../../adapters/terminal/clock.ts'
import { createTerminalDirectory } from '../../adapters/terminal/directory.ts'
import { somebody } from '../../adapters/terminal/persona.ts'
import { terminalRooms } from '../../adapters/terminal/rooms.ts'
import { openBot } from '../../bot/commands/bot.ts'
import { loadCity } from '../../bot/commands/city/load.ts'
import { createConfig } from '../../bot/config.ts'
import type { Clock } from '../../bot/ports/clock.ts'

const readme = await readFile(resolve(import.meta.dirname, '../../README.md'), 'utf8')

let data: string
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'qinqing-readme-'))
})
afterAll(() => rm(data, { recursive: true }))

/** A Monday morning that does not pass, and numbers that are the same every time. */
const monday: Clock = {
  now: () => '2026-11-23T02:00:00.000Z',
  sleep: (_, stop) => new Promise((resolve) => stop.addEventListener('abort', () => resolve(), { once: true })),
}
function dice(): (below: number) => number {
  let last = 20_261_123
  return (below) => {
    last = (last * 48_271) % 0x7fff_ffff
    return last % below
  }
}

async function transcript(lines: readonly string[]): Promise<string> {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const printed = text(output)
  const clock = createMovableClock(monday)
  const city = await loadCity(undefined)
  const book = city.catalog
  const terminal = createTerminal({
    input,
    output,
    keyboard: false,
    styled: false,
    persona: somebody,
    book,
    keep: (at, sender, file) => bot.app.keep(at, sender, file),
    fetch: (ref) => bot.files.get(ref),
    received: join(data, 'received'),
    clock,
    session: 'readme',
    settled: () => bot.app.settle(),
    interrupt: () => {},
  })
  const config = createConfig({}, { data }, { docs: resolve(import.meta.dirname, '../../knowledge/documents') })
  const bot = await openBot(config, {
    clock,
    channels: [terminal],
    city,
    directory: ({ pseudonym }) => createTerminalDirectory({ pseudonym, book }),
    reach: terminalRooms,
    random: dice(),
    stderr: new PassThrough(),
  })
  input.end(lines.join('\n'))
  await bot.app.run(new AbortController().signal)
  await bot.close()
  output.end()
  return printed
}

describe('the README', () => {
  it('shows a real session; where it leaves something out it says so with …', async () => {
    const shown = /```text\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
    const lines = [...shown.matchAll(/^(?:张三|王芳|陈刚)：(.*)$/gm)].flatMap(([, line]) => line ?? [])
    expect(lines.length).toBeGreaterThan(5)
    const pieces = shown.split('\n…\n').map((piece) => piece.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    expect(await transcript(lines)).toMatch(new RegExp(pieces.join('[\\s\\S]*?\\n')))
  })
})
