import type { ForceReply, InlineKeyboardMarkup, MessageEntity } from 'grammy/types'
import type { Reply, RichText } from '../../bot/model/reply.ts'
import { fileName, isBlank, wellFormed } from '../../bot/model/tame.ts'
import { keyboardOf } from './keyboard.ts'
import { LONGEST_CAPTION, type Marked, shorten, split } from './split.ts'
import { texts } from './texts.ts'

/** A file to be sent, with what it holds. */
export interface Upload {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** A file of a reply: fetched, or null where it is no longer there. */
export type Fetched = Upload | { readonly name: string; readonly bytes: null }

type Markup = InlineKeyboardMarkup | ForceReply

/** What goes out in one request. */
export type Part =
  | { readonly kind: 'text'; readonly body: Marked; readonly markup?: Markup }
  | {
      readonly kind: 'pictures' | 'documents'
      readonly files: readonly [Upload, ...Upload[]]
      readonly caption?: Marked
      readonly markup?: Markup
    }

/** Bot API: the most a bot may send, and as a picture; in an album there are at most ten. */
const LARGEST = 50 * 2 ** 20
const LARGEST_PICTURE = 10 * 2 ** 20
const ALBUM = 10

/**
 * A reply as the requests that send it, in order: its files, then its text, whose last part has the buttons. A single
 * file carries a short text with it. A card is one message, unless its text is too long for that. `asked` is the name of the one whom it asks, where known.
 */
export function say(reply: Reply, fetched: readonly Fetched[], asked?: string): readonly Part[] {
  const { choices = [], asks, card, to } = reply
  const inGroup = to.chat.startsWith('-')
  const lines = fetched.flatMap(missing)
  const body = marked([...reply.text, ...lines.map((line) => `\n${line}`)])
  const whole = asks !== undefined && inGroup ? mentioning(body, asks, asked) : body
  const keyboard = keyboardOf(choices)
  const force: ForceReply = { force_reply: true, selective: true }
  const markup = keyboard ?? (asks !== undefined && inGroup ? force : undefined)
  const files = fetched.flatMap((file) => (file.bytes && file.bytes.length <= LARGEST ? [tame(file)] : []))
  const [only, ...others] = files

  const alone = only && others.length === 0 && whole.text.length <= LONGEST_CAPTION
  if (alone) {
    const caption = split(whole, LONGEST_CAPTION)[0]
    return [{ kind: kindOf(only), files: [only], ...(caption && { caption }), ...(markup && { markup }) }]
  }
  const bodies = card === undefined ? split(whole) : [shorten(whole)].filter(({ text }) => !isBlank(text))
  const said = bodies.map((body, i): Part => {
    const last = i === bodies.length - 1
    return { kind: 'text', body, ...(last && markup && { markup }) }
  })
  return [...albums(files), ...said]
}

/** Text with what matters in bold; nothing in it is read as a mark. */
export function marked(rich: RichText): Marked {
  let text = ''
  const entities: MessageEntity[] = []
  for (const span of rich) {
    const words = wellFormed(typeof span === 'string' ? span : span.strong)
    if (typeof span !== 'string' && words !== '') {
      entities.push({ type: 'bold', offset: text.length, length: words.length })
    }
    text += words
  }
  return { text, entities }
}

/** The one who is asked is named, so that in a group he alone is made to answer. */
function mentioning({ text, entities }: Marked, sender: string, known = ''): Marked {
  const name = known || texts.answerHere
  const id = Number(sender)
  if (!Number.isSafeInteger(id)) return { text, entities }
  const mention = (length: number): MessageEntity => ({
    type: 'text_mention',
    offset: 0,
    length,
    user: { id, is_bot: false, first_name: name },
  })
  if (text.startsWith(name)) return { text, entities: [mention(name.length), ...entities] }
  const front = `${name}：`
  const moved = entities.map((entity) => ({ ...entity, offset: entity.offset + front.length }))
  return { text: front + text, entities: [mention(name.length), ...moved] }
}

function missing({ name, bytes }: Fetched): readonly string[] {
  if (bytes === null) return [texts.fileGone(name)]
  return bytes.length > LARGEST ? [texts.fileTooLarge(name)] : []
}

const tame = ({ name, type, bytes }: Upload): Upload => ({ name: fileName(name, texts.file), type, bytes })

const kindOf = ({ type, bytes }: Upload): 'pictures' | 'documents' =>
  /^image\/(?:jpeg|png|webp)$/.test(type) && bytes.length <= LARGEST_PICTURE ? 'pictures' : 'documents'

/** Pictures with pictures, documents with documents, ten at a time. */
function albums(files: readonly Upload[]): readonly Part[] {
  return (['pictures', 'documents'] as const).flatMap((kind) => {
    const alike = files.filter((file) => kindOf(file) === kind)
    const starts = alike.flatMap((_, i) => (i % ALBUM === 0 ? [i] : []))
    return starts.flatMap((from): Part[] => {
      const [first, ...more] = alike.slice(from, from + ALBUM)
      return first ? [{ kind, files: [first, ...more] }] : []
    })
  })
}
