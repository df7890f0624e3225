import type { Readable, Writable } from 'node:stream'
import { Fault } from '../../bot/model/fault.ts'
import type { Instant } from '../../bot/model/instant.ts'
import type { Address, Attachment, Said } from '../../bot/model/message.ts'
import type { Channel, Sent } from '../../bot/ports/channel.ts'
import type { MovableClock } from './clock.ts'
import { type FileToSend, readToSend, saveReceived } from './files.ts'
import { type Book, chatOf, labelOf, type Persona, type Strange } from './persona.ts'
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
  /** The staff and units there are. */
  readonly book: Book
  readonly clock: MovableClock
  /** Random, new with every start: message ids begin with it. */
  readonly session: string
  /** Resolves when nothing is pending for the terminal. */
  readonly settled: () => Promise<void>
  /** Keeps a file before the message that names it; rejects when that could not be done. */
  readonly keep: (at: Address, sender: string, file: FileToSend) => Promise<Attachment>
  /** What a file that the bot sends holds; null where it is no longer there. */
  readonly fetch: (ref: string) => Promise<Uint8Array | null>
  /** The folder where files that the bot sends are put. */
  readonly received: string
  /** Called on Ctrl-C, when the terminal is as it was before. */
  readonly interrupt: () => void
}

/** Nothing that is printed can be answered or edited. */
const SENT: Sent = { kind: 'sent', receipts: [] }

/**
 * A chat in the terminal in which one person plays every role. A line is done with, and its replies are on the screen,
 * before the next is read. `listen` ends with the input, with `/quit`, or when whoever read the output has gone away;
 * it rejects when the output cannot be written for another reason.
 */
export function createTerminal(options: TerminalOptions): Channel {
  const { clock, session, keyboard, book } = options
  const screen = keyboard
    ? createKeyboardScreen(options.input, options.output, options.interrupt)
    : createPipedScreen(options.input, options.output)
  const block = (text: string) => screen.print(`${text}\n\n`)
  /** What the terminal itself says may be lost: that the reader has gone away is told by the output's error event. */
  const note = (text: string) => block(text).catch(() => {})
  const shown = new Set<string>()
  let persona = options.persona

  /** Puts a file of a reply where a person finds it; a full disk does not hold up what is said with it. */
  async function took({ ref, name }: Attachment): Promise<string> {
    try {
      const bytes = await options.fetch(ref)
      return bytes ? texts.received(name, await saveReceived(options.received, name, bytes)) : texts.fileGone(name)
    } catch (error) {
      return texts.fileNotSaved(name, error instanceof Error ? error.message : String(error))
    }
  }

  /** One sitting: from the first line to the end of the input. */
  async function sit(receive: (message: Said) => Promise<unknown>, stop: AbortSignal): Promise<void> {
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

    async function say(text: string, file?: FileToSend): Promise<void> {
      said += 1
      const id = `${session}-${said}`
      const chat = chatOf(persona)
      try {
        const attachments = file ? [await options.keep({ channel: 'terminal', chat }, chat, file)] : []
        await receive(message(id, chat, text, attachments, clock.now()))
      } catch (error) {
        lost ??= error
        await note(texts.notSaved(error instanceof Error ? error.message : String(error)))
      }
      await settled()
    }

    async function enter(as: Persona | Strange): Promise<void> {
      if ('wrong' in as) return note(texts.strange(as, book))
      persona = as
      await note(texts.nowPlaying(persona, book))
      await say('/start')
    }

    async function sendFile(path: string, text: string): Promise<void> {
      if (path === '') return note(texts.fileHow)
      const file = await readToSend(path)
      await ('not' in file ? note(texts.notSent(path, file.not)) : say(text, file))
    }

    async function obey(typed: Typed): Promise<void> {
      switch (typed.kind) {
        case 'as':
          return enter(typed.persona)
        case 'who':
          return note(texts.who(book))
        case 'file':
          return sendFile(typed.path, typed.text)
        case 'later':
          if (!typed.ms) return note(texts.laterHow)
          await note(texts.later(clock.later(typed.ms)))
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
    screen.prompt(labelOf(persona, book))
    for await (const line of lines) {
      const typed = readTyped(line, book)
      if (typed && !keyboard) await screen.print(`${echo(line, persona)}\n`).catch(() => {})
      if (typed) await obey(typed)
      if (ended.aborted) break
      screen.prompt(labelOf(persona, book))
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
      if (shown.has(key)) return SENT
      const files = await Promise.all((reply.files ?? []).map(took))
      await block(renderReply(reply, { chat: chatOf(persona), book, styled: options.styled, files }))
      shown.add(key)
      return SENT
    },
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function message(id: string, chat: string, text: string, attachments: Attachment[], at: Instant): Said {
  return { kind: 'said', id, from: { channel: 'terminal', chat }, sender: chat, text, attachments, at }
}
