import type { Appeal } from '../model/appeal.ts'
import type { Conversation } from '../model/conversation.ts'
import type { Said } from '../model/message.ts'
import type { Choice } from '../model/reply.ts'
import { DOCUMENT, latestNotice, noticeChoices } from './choices.ts'

/** Longer texts are matched by their beginning only, so that no pattern can be made to run long. */
const MATCHED = 2_000
/** What is kept of a text at most. */
const KEPT = 20_000

export interface Heard {
  /** As said, for keeping. */
  readonly text: string
  /** Folded (NFKC, simplified characters, trimmed, capped), for matching. */
  readonly line: string
  /** The id of the choice meant, if one is meant. */
  readonly choice: string | null
  /** A bare number that none of the choices has. */
  readonly outOfRange: number | null
  readonly cut: boolean
  readonly attachments: Said['attachments']
}

/** What a message means before anybody knows what it is about: text, or one of the choices on the table. */
export function hear(
  message: Said,
  conversation: Conversation,
  own: readonly Appeal[],
  simplify: (text: string) => string,
  meant: (line: string, offered: readonly Choice[]) => string | null = () => null,
): Heard {
  const text = message.text.slice(0, KEPT).trim()
  const line = simplify(text.slice(0, MATCHED).normalize('NFKC')).trim()
  const offered = onTheTable(conversation, own)
  const choice = message.pressed ?? chosen(line, offered) ?? meant(line, offered)
  const digits = choice === null && offered.length > 0 ? bareNumber(line) : null
  return {
    text,
    line,
    choice,
    outOfRange: digits !== null ? offered.length : null,
    cut: message.text.trim().length > KEPT,
    attachments: message.attachments,
  }
}

/** The choices shown last: those of the conversation, or those of a notice about an appeal that came after them. */
function onTheTable({ offered, offeredAt = '' }: Conversation, own: readonly Appeal[]): readonly Choice[] {
  const latest = latestNotice(own)
  return latest && (offered.length === 0 || offeredAt < latest.at) ? noticeChoices(latest.appeal) : offered
}

function chosen(line: string, offered: readonly Choice[]): string | null {
  const number = bareNumber(line)
  if (number !== null) return offered[number - 1]?.id ?? null
  if (/^(?:我?(?:要|选|看))?最后(?:那)?一?(?:个|份|项|条)[吧呢啊]?$/u.test(line)) {
    return offered.findLast(({ id }) => id.startsWith(`${DOCUMENT}:`))?.id ?? null
  }
  const said = line.replace(/[。.!！,，~\s]+$/u, '')
  const exact = offered.find(({ label }) => label === said || label.split(/[,，(（]/u)[0] === said)
  return exact?.id ?? documentMeant(said, offered)
}

const ABOUT_IT =
  /^(?:我(?:要|想)?(?:看|问|找)?的?(?:是)?|就|选|看|要|是|说的(?:是)?|第一眼|那|这|个|份|《)+|(?:的|那|这|个|份|吧|啊|呀|一|文件|政策|版|》)+$/gu

/** “全国的那个”, “背靠背”: a part of the name of one of the documents offered, and of no other. */
function documentMeant(said: string, offered: readonly Choice[]): string | null {
  const part = said.replace(ABOUT_IT, '')
  if (part.length < 2) return null
  const [meant, another] = offered.filter(({ id, label }) => id.startsWith(`${DOCUMENT}:`) && label.includes(part))
  return meant && !another ? meant.id : null
}

const CHINESE_NUMBERS = '一 二 三 四 五 六 七 八 九 十 十一 十二'.split(' ')

/** 2, “2.”, “第二个”, “选2”. */
function bareNumber(line: string): number | null {
  const match =
    /^(?:选|第)?\s*(\d{1,2}|十[一二]|[一二三四五六七八九十])\s*(?:个|项|份|篇|件)?(?:吧|呢)?[.。、,!]?$/u.exec(line)
  const digits = match?.[1]
  if (!digits) return null
  const value = /\d/.test(digits) ? Number(digits) : CHINESE_NUMBERS.indexOf(digits) + 1
  return value >= 1 ? value : null
}

const CAPTION =
  /^(?:这(?:个|张|份|些)?|那(?:个|张|份)?|附上?|补(?:上|发|充)?|发|就|见)?(?:是|了|下|您)?[^,，。？?！!]{0,10}(?:合同|协议|照片|图片|截图|发票|收据|欠条|借条|送货单|验收单|对账单|单据|单子|材料|证据|证明|行驶证|执照|许可证|文件|清单|通知书|决定书|录音|视频|记录)(?:的?(?:照片|复印件|截图|图|扫描件))?[。!]?$/u

/** Words that only say what the files are that came with them. */
export function isCaption({ line, attachments }: Pick<Heard, 'line' | 'attachments'>): boolean {
  return attachments.length > 0 && line.length <= 20 && CAPTION.test(line)
}
