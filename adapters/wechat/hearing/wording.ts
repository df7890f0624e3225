import { wellFormed } from '../../../bot/model/tame.ts'

/** A line of which quotes are cut off; longer ones only in their beginning, so that nothing can be made to run long. */
const DASHES = /^[\s\-－—–―─_＿]+$/u
const QUOTE_BEGINS = /^\s*[「『"“]/u
const QUOTE_ENDS = /[」』"”]\s*$/u

/**
 * What somebody said himself, where he quotes: “「张三：……」”, a line of dashes, and his answer. Of several such lines the
 * last counts, for a quoted text may quote as well.
 */
export function withoutQuote(text: string): string {
  if (!QUOTE_BEGINS.test(text)) return text
  const lines = text.split('\n')
  const at = lines.findLastIndex(
    (line, i) => i > 0 && isDashes(line) && QUOTE_ENDS.test((lines[i - 1] ?? '').slice(-20)),
  )
  return at < 0 ? text : lines.slice(at + 1).join('\n')
}

const isDashes = (line: string): boolean =>
  line.length <= 200 && DASHES.test(line) && line.replace(/\s/gu, '').length >= 3

/** What ends a mention: WeChat itself puts U+2005 there, computers a space; by hand it may be a mark. */
const AFTER = /[\s\u2005，,。.：:！!？?、；;]/u
const TO_ALL = /[@＠](?:所有人|all\b|everyone\b)/iu
const ALL_IDS = ['announcement@all', 'notify@all']
/** Anybody's mention, as WeChat itself writes it. */
const ANYBODY = /[@＠][^@＠\u2005\n]{1,64}\u2005/gu

export interface Mention {
  readonly mentionIds: readonly string[]
  readonly me: string
  /** The names the account goes by there. */
  readonly names: readonly string[]
}

/** Whether one of these names stands behind an @. */
export const isNamed = (text: string, names: readonly string[]): boolean => named(text, names).length > 0

/** Whether a line in a room is for the account. What is for all is for nobody. */
export function mentions(text: string, { mentionIds, me, names }: Mention): boolean {
  if (isNamed(text, names)) return true
  if (!mentionIds.includes(me)) return false
  return !TO_ALL.test(text) && !mentionIds.some((id) => ALL_IDS.includes(id))
}

/** A line without the mentions in it, wherever they stand. */
export function withoutMentions(text: string, names: readonly string[]): string {
  let rest = text
  for (const { from, to } of named(text, names).toReversed()) rest = `${rest.slice(0, from)} ${rest.slice(to)}`
  // A name that is not known, as one given in a group, still stands at the beginning.
  return rest
    .replace(ANYBODY, ' ')
    .replace(rest === text ? /^\s*[@＠]\S{1,64}(?:\s|$)/u : /^$/u, '')
    .replace(/[ \u00a0\u2005]{2,}/gu, ' ')
    .trim()
}

/** Where the account's names stand behind an @, in order. */
function named(text: string, names: readonly string[]): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = []
  for (const name of new Set(names.map((name) => name.trim()).filter(Boolean))) {
    for (let at = text.indexOf(name, 1); at > 0; at = text.indexOf(name, at + name.length)) {
      const to = at + name.length
      const isMention = /[@＠]/u.test(text.charAt(at - 1)) && (to === text.length || AFTER.test(text.charAt(to)))
      if (isMention) found.push({ from: at - 1, to })
    }
  }
  const inOrder = found.toSorted((a, b) => a.from - b.from || b.to - a.to)
  return inOrder.filter(({ from }, i) => i === 0 || from >= (inOrder[i - 1]?.to ?? 0))
}

/** What a person wrote, as it may be kept; nobody types more than this into WeChat. */
const LONGEST = 20_100
export const tidy = (text: unknown): string =>
  typeof text === 'string' ? wellFormed(text.slice(0, LONGEST)).replace(/\r\n?/gu, '\n') : ''
