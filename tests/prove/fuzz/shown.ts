import { keyboardOf } from '../../../adapters/telegram/keyboard.ts'
import { personName } from '../../../adapters/telegram/names.ts'
import { marked } from '../../../adapters/telegram/say.ts'
import { shorten, split } from '../../../adapters/telegram/split.ts'
import { readTyped, renderReply } from '../../../adapters/terminal/translate.ts'
import { tame } from '../../../adapters/wechat-official/tame.ts'
import { catalog } from '../../../bot/catalog/index.ts'
import { cutAt } from '../../../bot/model/cut.ts'
import type { RichText } from '../../../bot/model/reply.ts'
import { bytesOf, fitting, inParts, spoken } from '../../../bot/model/spoken.ts'
import { fileName, fileType, isBlank, wellFormed } from '../../../bot/model/tame.ts'
import { fileName as sayableName } from '../../../knowledge/staging/name.ts'
import { chance, type Draw, pick } from '../lib/draws.ts'
import { anything, textFrom } from './inputs.ts'
import { isWell, type Target } from './target.ts'

const of = (name: string, weight: number, look: (text: string, draw: Draw) => string | undefined): Target => ({
  name,
  weight,
  try: (draw) => look(textFrom(draw), draw),
})

/** Without white space, which may go where a text is cut. */
const bare = (text: string): string => text.replace(/\s+/gu, '')

/** Nothing got lost or split between parts. */
function torn(whole: string, parts: readonly string[]): string | undefined {
  if (parts.some((part) => !isWell(part))) return 'a part begins or ends with half a character'
  return bare(parts.join('')) === bare(whole) ? undefined : 'the parts are not the whole'
}

/** Control characters but for line breaks and tabs, and what turns the writing around. */
const STEERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u
const NAME_STEERS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069/\\<>:"|?*]/u

/** What the bot sends and shows, made of what others wrote. */
export const shownTexts: readonly Target[] = [
  of('parts: of a text in bytes (WeChat)', 1, (text, draw) => {
    const isTight = chance(draw, 3)
    const bytes = isTight ? 4 + draw(200) : 600 + draw(1_500)
    const whole = wellFormed(isTight ? text.slice(0, 1_000) : text)
    const parts = inParts(whole, bytes)
    if (parts.some((part) => bytesOf(part) > bytes || part === '')) return `a part is empty or longer than ${bytes}`
    return torn(whole, parts)
  }),
  of('parts: of a marked text (Telegram)', 1, (text, draw) => {
    const rich: RichText = [text, { strong: textFrom(draw).slice(0, 60) }, anything(draw, 20)]
    const whole = marked(rich)
    const limit = 20 + draw(400)
    const parts = split(whole, limit)
    if (parts.some(({ text }) => text.length > limit || isBlank(text))) return `a part is blank or longer than ${limit}`
    const off = parts.some(({ text, entities }) =>
      entities.some(({ offset, length }) => offset < 0 || length <= 0 || offset + length > text.length),
    )
    if (off) return 'a mark stands outside of its part'
    const seen = parts.map(({ text }) => text)
    if (seen.some((part) => !isWell(part))) return 'a part begins or ends with half a character'
    const short = shorten(whole, limit).text
    return short.length > limit || !isWell(short) ? 'is not shortened' : undefined
  }),
  of('parts: where a text is cut', 2, (text, draw) => {
    const whole = wellFormed(text)
    const fits = 1 + draw(Math.max(1, whole.length))
    const at = cutAt(whole, fits)
    if (whole.length <= fits) return undefined
    if (at <= 0) return 'is cut at nothing'
    return torn(whole, [whole.slice(0, at), whole.slice(at)])
  }),
  of('parts: a reply with its choices, said aloud', 1, (text, draw) => {
    const choices = [{ id: 'a', label: textFrom(draw).slice(0, 40) || '好' }]
    const whole = tame(spoken({ text: [text], choices }))
    if (!isWell(whole) || /[\u0000-\u0008\u000b-\u001f\u007f]/u.test(whole)) return 'is not tame'
    return fitting(whole, 100) > whole.length ? 'fits more than there is' : undefined
  }),
  of('names of files', 2, (text) => {
    const name = fileName(text, '文件')
    if (NAME_STEERS.test(name) || !isWell(name) || name === '' || name.length > 260)
      return `a name: ${JSON.stringify(name)}`
    if (name.startsWith('.')) return 'is hidden'
    if (name.length < 100 && fileName(name, '文件') !== name)
      return `is another name a second time: ${JSON.stringify(name)}`
    return /^[\w.+-]+\/[\w.+-]+$/.test(fileType(text)) ? undefined : `a type: ${fileType(text)}`
  }),
  of('names of documents that join the folder', 2, (text) => {
    const name = sayableName(text)
    if (name === undefined || name === '') return undefined
    return NAME_STEERS.test(name) || name.startsWith('.') ? `a name: ${JSON.stringify(name)}` : undefined
  }),
  of('names of persons', 2, (text) => {
    const name = personName(text)
    return STEERS.test(name) || !isWell(name) ? `a name: ${JSON.stringify(name)}` : undefined
  }),
  of('buttons', 1, (text, draw) => {
    const choices = Array.from({ length: 1 + draw(12) }, () => ({
      id: pick(draw, [`accept:${anything(draw, 4)}`, textFrom(draw)]),
      label: pick(draw, [text, textFrom(draw)]),
    }))
    const all = keyboardOf(choices)?.inline_keyboard.flat() ?? []
    const odd = all.find(
      (button) =>
        !('callback_data' in button) ||
        Buffer.byteLength(button.callback_data ?? '') > 64 ||
        !isWell(button.text) ||
        isBlank(button.text),
    )
    return odd ? `a button: ${JSON.stringify(odd)}` : undefined
  }),
  of('the terminal: what is typed, and what is printed', 2, (text, draw) => {
    readTyped(text, catalog)
    const reply = { to: { channel: 'terminal' as const, chat: 'a' }, text: [text, { strong: anything(draw, 5) }] }
    const printed = renderReply(reply, { chat: pick(draw, ['a', 'b']), book: catalog, styled: false })
    return STEERS.test(printed.replace(/[\n\t]/gu, '')) ? 'steers the terminal' : undefined
  }),
]
