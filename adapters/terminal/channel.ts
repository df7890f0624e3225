import type { Readable, Writable } from 'node:stream'
import { Fault } from '../../bot/model/fault.ts'
import type { Instant } from '../../bot/model/instant.ts'
import type { Receipt, Said } from '../../bot/model/message.ts'
import type { Channel } from '../../bot/ports/channel.ts'
import type { MovableClock } from './clock.ts'
import { chatOf, labelOf, type Persona } from './persona.ts'
import { createKeyboardScreen, createPipedScreen } from './screen.ts'
import { texts } from './texts.ts'
import { echo, readTyped, renderReply, type Typed } from './translate.ts'

export interface TerminalOptions {
  readonly input: Readable
  readonly output: Writable
  /** A person at a keyboard; otherwise lines come from a pipe and a plain transcript is printed. */
  readonly keyboard: boolean
  /** Bold and dim may be used. */
  readonly styled: boolean
  /** Who speaks first. */
  readonly persona: Persona
  readonly clock: MovableClock
  /** Random, new with every start: message ids begin with it. */
  readonly session: string
  /** Resolves when nothing is pending for the terminal. */
  readonly settled: () => Promise<void>
  /** Called on Ctrl-C, when the terminal is as it was before. */
  readonly interrupt: () => void
}

/**
 * A chat in the terminal in which one person plays every role. A line is done with, and its replies are on the screen,
 * before the next is read. `listen` ends with the input, with `/quit`, or when whoever read the output has gone away;
 * it rejects when the output cannot be written for another reason.
 */
export function createTerminal(options: TerminalOptions): Channel {
  const { clock, session, keyboard } = options
  const screen = keyboard
    ? createKeyboardScreen(options.input, options.output, options.interrupt)
    : createPipedScreen(options.input, options.output)
  const block = (text: string) => screen.print(`${text}\n\n`)
  /** What the terminal itself says may be lost: that the reader has gone away is told by the output's error event. */
  const note = (text: string) => block(text).catch(() => {})
  const shown = new Map<string, Receipt>()
  let persona = options.persona

  /** One sitting: from the first line to the end of the input. */
  async function sit(receive: (message: Said) => Promise<void>, stop: AbortSignal): Promise<void> {
    const left = new AbortController()
    const ended = AbortSignal.any([stop, left.signal])
    options.output.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') unwritten ??= error
      left.abort()
    })
    const over = aborted(ended)
    let said = 0
    let lost: unknown
    let unwritten: Error | undefined

    /** What cannot be shown any more is not waited for: it stays in the outbox. */
    const settled = () => Promise.race([options.settled(), over])

    async function say(text: string): Promise<void> {
      said += 1
      try {
        await receive(message(`${session}-${said}`, chatOf(persona), text, clock.now()))
      } catch (error) {
        lost ??= error
        await note(texts.notSaved(error instanceof Error ? error.message : String(error)))
      }
      await settled()
    }

    async function enter(as: Persona): Promise<void> {
      persona = as
      await note(texts.nowPlaying(persona))
      await say('/start')
    }

    async function obey(typed: Typed): Promise<void> {
      switch (typed.kind) {
        case 'as':
          return typed.persona ? enter(typed.persona) : note(texts.noSuchRole())
        case 'later':
          if (!typed.days) return note(texts.laterHow)
          await note(texts.later(clock.later(typed.days)))
          return settled()
        case 'help':
          await say(typed.text)
          return note(texts.help)
        case 'quit':
          return left.abort()
        case 'say':
          return say(typed.text)
      }
    }

    const lines = screen.messages(ended)
    await note(texts.welcome)
    await enter(persona)
    screen.prompt(labelOf(persona))
    for await (const line of lines) {
      const typed = readTyped(line)
      if (typed && !keyboard) await screen.print(`${echo(line, persona)}\n`).catch(() => {})
      if (typed) await obey(typed)
      if (ended.aborted) break
      screen.prompt(labelOf(persona))
    }
    await settled()
    if (unwritten) throw new Fault('storage', `cannot write the output: ${unwritten.message}`, { cause: unwritten })
    // A script that pipes lines learns by the exit code that one was not kept; a person has read it.
    if (lost && !keyboard) throw lost
  }

  return {
    name: 'terminal',

    listen: sit,

    async send(reply, key) {
      const before = shown.get(key)
      if (before) return before
      await block(renderReply(reply, chatOf(persona), options.styled))
      const receipt: Receipt = { channel: 'terminal', chat: reply.to.chat, message: `${session}-r${shown.size + 1}` }
      shown.set(key, receipt)
      return receipt
    },
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function message(id: string, chat: string, text: string, at: Instant): Said {
  return { kind: 'said', id, from: { channel: 'terminal', chat }, sender: chat, text, attachments: [], at }
}
