import { maskEnterprise, maskTold, namesTold } from '../../appeal/redact.ts'
import { type Appeal, isSealed } from '../../model/appeal.ts'
import type { RichText } from '../../model/reply.ts'
import { brief, lines, rich, strong } from '../rich.ts'
import { gist } from './status.ts'
import { STAFF_STATE } from './words.ts'

/** What a member of staff is shown of what he wrote, before it goes anywhere. */

export const ACT = {
  reply: '发给企业',
  conclude: '作为办理结果',
  'ask-back': '请企业补正',
  note: '内部备注',
  cancel: '取消',
} as const

export interface Shown {
  readonly number: string
  readonly text: string
  readonly files: readonly string[]
  /** Whether it may go to the entrepreneur at all; else it can only be noted. */
  readonly sends: boolean
  /** Whether those who read along may see whose case it is. */
  readonly names: boolean
  /** A blank of a template that is still open. */
  readonly blank?: string | undefined
}

export function preview({ number, text, files, sends, names, blank }: Shown, appeal: Appeal): RichText {
  const { state } = appeal
  return lines(
    sends
      ? rich`${strong('将发给企业')}（${number}），请核对后选怎样发出：`
      : rich`${number} 现在是“${STAFF_STATE[state]}”，您不能再发给企业；可以记为${strong('内部备注')}：`,
    sends && names && whose(appeal),
    ends(text),
    files.length > 0 && `附件：${files.join('、')}`,
    blank !== undefined && `“{${blank}}”还空着，不能发给企业。请取消，填好再回复一次。`,
    '还要补充，继续回复这条；不发就取消。',
  )
}

/** Whose case it is, so that nothing goes to somebody else; of what is sealed the number has to do. */
function whose(appeal: Appeal): string | undefined {
  const told = appeal.personal?.particulars
  if (!told || isSealed(appeal)) return undefined
  const firm = told.enterprise ? maskEnterprise(told.enterprise) : '企业未说'
  return `（${firm}：${brief(maskTold(gist(appeal), namesTold(appeal)), 30)}）`
}

/** So much of a long text is looked at, and its end: with the rest one message would not hold it. */
const [BEGINNING, END] = [2_000, 500]

function ends(text: string): string {
  const all = [...text]
  const hidden = all.length - BEGINNING - END
  if (hidden <= 0) return text
  return `${all.slice(0, BEGINNING).join('')}\n（全文 ${all.length} 字，这里没有显示中间 ${hidden} 字，会一起发出）\n${all.slice(-END).join('')}`
}

export const sentAs = (act: keyof typeof ACT, number: string, text: string, files: number): RichText =>
  lines(
    act === 'note' ? `✓ 已记为内部备注（${number}）：` : `✓ 已发出（${number}，${ACT[act]}）：`,
    ends(text),
    files > 0 && `附件 ${files} 个`,
  )
export const cancelled = (number: string): string => `已取消，没有发给企业（${number}）。`
export const gone = '这条草稿已经发出、取消，或者是别人写的。要写给企业，请回复这件诉求的任一条消息。'
export const changed = '内容后来又改过，请看过最新的再选。'
export const nothingToCancel = (number: string): string => `没有要取消的（${number}）：没有写了还没发的内容。`
export const nothingToSend = (number: string): string => `没有收到文字或者文件，没有可以发的（${number}）。`
export const lost = (names: readonly string[]): string =>
  `（没有收到：${names.join('、')}。超过 20 MB 或传输中断，请重发。）`
