import type { Reply } from '../../bot/model/reply.ts'
import { type Book, labelOf, type Persona, readPersona, type Strange } from './persona.ts'
import { roomLabel } from './rooms.ts'
import { texts } from './texts.ts'

/** What a typed line is: the terminal's own command, or something said to the bot. */
export type Typed =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'as'; readonly persona: Persona | Strange }
  | { readonly kind: 'who' }
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  | { readonly kind: 'later'; readonly ms: number | undefined }
  | { readonly kind: 'quit' }

/** Reads a line; every command the terminal does not know is the bot's. An empty line says nothing. */
export function readTyped(line: string, book: Book): Typed | undefined {
  const text = line.trim()
  if (text === '') return undefined
  const [, command, rest = ''] = /^\/(\S+)\s*(.*)$/su.exec(text) ?? []
  switch (command) {
    case 'as':
      return { kind: 'as', persona: readPersona(rest, book) }
    case 'who':
      return { kind: 'who' }
    case 'file':
      return { kind: 'file', ...readFileLine(rest) }
    case 'later':
      return { kind: 'later', ms: readSpan(rest) }
    case 'quit':
      return { kind: 'quit' }
    case 'help':
      return { kind: 'help', text }
    default:
      return { kind: 'say', text }
  }
}

const HOUR_MS = 3_600_000

/** `7`, `7天`, `7d` are days; `3h`, `3小时` are hours. */
function readSpan(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^(\d{1,4})\s*(天|d|h|小时)?$/i.exec(text) ?? []
  const inHours = /^(?:h|小时)$/i.test(unit)
  const count = Number(digits)
  if (digits === '' || count < 1 || count > (inHours ? 999 : 3650)) return undefined
  return count * (inHours ? HOUR_MS : 24 * HOUR_MS)
}

/** A path, in quotes where there are blanks in it, and what is said with it. */
function readFileLine(rest: string): { path: string; text: string } {
  const [, double, single, bare, text = ''] = /^(?:"([^"]+)"|'([^']+)'|(\S+))\s*(.*)$/su.exec(rest) ?? []
  return { path: double ?? single ?? bare ?? '', text }
}

/**
 * A reply as it is printed. `chat` is the one who looks on: what is for him stands plain, with numbered choices; what
 * is for another stands under a line that says for whom. `files` are lines on the files that came with it.
 */
export function renderReply(
  reply: Reply,
  look: { readonly chat: string; readonly book: Book; readonly styled: boolean; readonly files?: readonly string[] },
): string {
  const { chat, book, styled, files = [] } = look
  const mine = reply.to.chat === chat
  const text = reply.text
    .map((span) => (typeof span === 'string' ? tame(span) : bold(tame(span.strong), styled && mine)))
    .join('')
  const choices = (reply.choices ?? []).map(({ label }, index) => `  ${mine ? `${index + 1}.` : '·'} ${tame(label)}`)
  const block = [text, ...files.map(tame), ...choices].join('\n')
  return mine ? block : dim(`${texts.sentTo(nameOf(reply.to.chat, book))}\n${block}`, styled)
}

/** A line read from a pipe, as a transcript shows it. */
export function echo(line: string, persona: Persona): string {
  return `${persona.name}：${tame(line.trim())}`
}

function nameOf(chat: string, book: Book): string {
  const room = roomLabel(chat, book)
  const persona = readPersona(chat, book)
  return tame(room ?? ('wrong' in persona ? chat : labelOf(persona, book)))
}

/** What people wrote must not steer the terminal: control characters go, line breaks and tabs stay. */
function tame(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
}

const bold = (text: string, styled: boolean): string => (styled ? `\u001b[1m${text}\u001b[22m` : text)
const dim = (text: string, styled: boolean): string => (styled ? `\u001b[2m${text}\u001b[22m` : text)
