import type { Reply } from '../../bot/model/reply.ts'
import { labelOf, type Persona, parsePersona } from './persona.ts'
import { texts } from './texts.ts'

/** What a typed line is: the terminal's own command, or something said to the bot. */
export type Typed =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'as'; readonly persona: Persona | undefined }
  | { readonly kind: 'later'; readonly days: number | undefined }
  | { readonly kind: 'quit' }

/** Reads a line; every command the terminal does not know is the bot's. An empty line says nothing. */
export function readTyped(line: string): Typed | undefined {
  const text = line.trim()
  if (text === '') return undefined
  const [, command, rest = ''] = /^\/(\S+)\s*(.*)$/su.exec(text) ?? []
  switch (command) {
    case 'as':
      return { kind: 'as', persona: parsePersona(rest) }
    case 'later': {
      const days = /^\d{1,4}$/.test(rest) ? Number(rest) : 0
      return { kind: 'later', days: days >= 1 && days <= 3650 ? days : undefined }
    }
    case 'quit':
      return { kind: 'quit' }
    case 'help':
      return { kind: 'help', text }
    default:
      return { kind: 'say', text }
  }
}

/**
 * A reply as it is printed. `chat` is the one who looks on: what is for him stands plain, with numbered choices; what
 * is for another stands under a line that says for whom. `styled` allows bold and dim.
 */
export function renderReply(reply: Reply, chat: string, styled: boolean): string {
  const mine = reply.to.chat === chat
  const text = reply.text
    .map((span) => (typeof span === 'string' ? tame(span) : bold(tame(span.strong), styled && mine)))
    .join('')
  const choices = (reply.choices ?? []).map(({ label }, index) => `  ${mine ? `${index + 1}.` : '·'} ${tame(label)}`)
  const block = [text, ...choices].join('\n')
  return mine ? block : dim(`${texts.sentTo(nameOf(reply.to.chat))}\n${block}`, styled)
}

/** A line read from a pipe, as a transcript shows it. */
export function echo(line: string, persona: Persona): string {
  return `${persona.name}：${tame(line.trim())}`
}

function nameOf(chat: string): string {
  const persona = parsePersona(chat)
  return tame(persona ? labelOf(persona) : chat.replace(/^room:/, ''))
}

/** What people wrote must not steer the terminal: control characters go, line breaks and tabs stay. */
function tame(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
}

const bold = (text: string, styled: boolean): string => (styled ? `\u001b[1m${text}\u001b[22m` : text)
const dim = (text: string, styled: boolean): string => (styled ? `\u001b[2m${text}\u001b[22m` : text)
