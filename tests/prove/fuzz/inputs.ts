import { chance, type Draw, pick } from '../lib/draws.ts'

/** What people write to the bot, in pieces that mean something to one of its readers. All invented. */
const PIECES: readonly string[] = [
  ...'我们公司 拖欠 工程款 货款 38万元 三十八万五千 1,234,567.89元 几十万 从2025年3月起 去年五月 上个月 2026-02-30 2024年2月29日 '.split(
    ' ',
  ),
  ...'电话13900000001 １３９００００００１１ 139-0000-0002 +86 138 0000 0003 0411-88888888 400-800-1234 一三九零零零零零零零一 '.split(
    ' ',
  ),
  ...'我姓陈 联系人张三丰 法人李明 云州市锦添烘焙有限公司 个体户 西河区 江北 91210200MA0QCDEF1X 110101199001017101 '.split(
    ' ',
  ),
  ...'投诉 举报 要求尽快付清 请保密 不用保密 希望帮忙解决 市监局 税务局 工信局 不满意 基本满意 撤回 取消 人工 跳过 是的 不是 '.split(
    ' ',
  ),
  ...'受理 派单 QQ-7K3M-9XPF QQ7K3M9XPF qq－7k3m－9xpf 催办 办结 已解决 延期 10天 2周 到年底 有效期到2027年6月底 本月 上季度 2026-W53 2026-Q5 '.split(
    ' ',
  ),
  ...'/find /case /ledger /report 2026-11-01至2026-11-20 导出 含联系方式 csv 逾期 吧吧吧 啊啊 谢谢 ？！ …… 《条例》第二十五条 第十二条之一 '.split(
    ' ',
  ),
  ...'补正 转送 督办 批准 改类别 = + - @ \t \r\n \n\n \u3000 \u200b \u202e \ufeff \0 \u001b[31m <b> &amp; ]]> <![CDATA[ {{ }} {x} \'; " , ; | \\ '.split(
    ' ',
  ),
  ...'=HYPERLINK("http://x","y") +cmd|calc -2+3 @SUM(A1) ＝1+1 __proto__ constructor toString null NaN 1e308 --- : - key: &a *a !!js ../ C:\\ '.split(
    ' ',
  ),
  '😀',
  '👨‍👩‍👧‍👦',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'é',
  '一二三\n四五六',
  '# 标题\n\n正文。',
  '| 一 | 二 |\n|---|---|\n| 3 | 4 |',
  '---\ntitle: 办法\ndate: 2026-01-01\n---\n',
  '{"id": "1", "text": "正文"}\n',
  '国务院办公厅\n2026年1月1日',
  '为规范管理，自2026年1月1日起施行，有效期五年。《旧办法》同时废止。',
]
/** What patterns that look back tend to repeat over. */
const RUNS: readonly string[] = [
  ...'啊 吧 的 是 一 二 0 1 9 - ( ) （ [ < > & ; , ， 。 # * _ 公司 谢谢 我们 第一条 QQ- 1月 a@ a. 省市 有限 :// \\" ""'.split(
    ' ',
  ),
  ' ',
  '\n',
  '\t',
  '\u3000',
  '\u0301',
  '\ud83d',
  '\udc00',
  '👨‍',
]
const LONE: readonly string[] = ['\ud800', '\udbff', '\udc00', '\udfff', '\ufffe', '\uffff', '\0', '\u200d', '\ufe0f']

/** A text of any kind: one that means something, one that nearly does, runs, and any characters at all. */
export function textFrom(draw: Draw): string {
  const kind = draw(20)
  if (kind < 8) return sentence(draw, 1 + draw(7))
  if (kind < 14) return mutated(draw, sentence(draw, 1 + draw(10)))
  if (kind < 17) return anything(draw, draw(60))
  if (kind < 19) return run(draw)
  return chance(draw, 10) ? mutated(draw, sentence(draw, 400 + draw(400))) : sentence(draw, 20 + draw(60))
}

function sentence(draw: Draw, pieces: number): string {
  let text = ''
  for (let i = 0; i < pieces; i++) text += `${pick(draw, PIECES)}${pick(draw, ['', '', '，', ' ', '。', '\n'])}`
  return text
}

/** One piece over and over, with something else behind: what a pattern that can be led astray takes longest for. */
function run(draw: Draw): string {
  const piece = pick(draw, RUNS)
  const length = chance(draw, 8) ? 2_500 : 20 + draw(300)
  const many = piece.repeat(Math.ceil(length / piece.length))
  const second = chance(draw, 3) ? pick(draw, RUNS).repeat(20 + draw(60)) : ''
  return `${chance(draw, 2) ? pick(draw, PIECES) : ''}${many}${second}${pick(draw, ['', '1', 'x', '。', '!', '元', '\n'])}`
}

export function anything(draw: Draw, length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += character(draw)
  return text
}

function character(draw: Draw): string {
  switch (draw(8)) {
    case 0:
      return String.fromCharCode(draw(0x80))
    case 1:
      return pick(draw, LONE)
    case 2:
      return String.fromCodePoint(0x10000 + draw(0x100000))
    case 3:
      return String.fromCharCode(0xff00 + draw(0xf0))
    case 4:
      return String.fromCharCode(draw(0x10000))
    case 5:
      return pick(draw, PIECES)
    default:
      return String.fromCharCode(0x4e00 + draw(0x51a5))
  }
}

export function mutated(draw: Draw, text: string): string {
  let changed = text
  for (let left = 1 + draw(6); left > 0; left--) {
    const at = draw(changed.length + 1)
    const length = draw(Math.min(12, changed.length - at) + 1)
    const piece = changed.slice(at, at + length)
    const put = pick(draw, ['', character(draw), piece.repeat(2 + draw(3)), [...piece].reverse().join('')])
    changed = changed.slice(0, at) + put + changed.slice(at + length)
  }
  return changed
}

/** Bytes of a file that is nearly good: some changed, cut off or put in. */
export function spoilt(draw: Draw, bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes)
  for (let left = 1 + draw(8); left > 0 && copy.length > 0; left--) copy[draw(copy.length)] = draw(256)
  if (chance(draw, 4)) return copy.subarray(0, draw(copy.length + 1))
  if (!chance(draw, 4)) return copy
  const at = draw(copy.length + 1)
  const extra = Uint8Array.from({ length: draw(40) }, () => draw(256))
  return new Uint8Array(Buffer.concat([copy.subarray(0, at), extra, copy.subarray(at)]))
}

const ODD: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  0.5,
  1e300,
  Number.NaN,
  2 ** 53,
  253_402_300_800,
  '',
  ' ',
  '__proto__',
  '\ud83d',
  '\0',
  [],
  {},
  [null],
  { toString: null },
  '2026-11-23T02:00:00.000Z',
]

/** What comes over a wire, a few of its values being what they should not be. */
export function oddly(draw: Draw, value: unknown, depth = 0): unknown {
  if (chance(draw, depth === 0 ? 60 : 14)) return chance(draw, 2) ? pick(draw, ODD) : textFrom(draw)
  if (Array.isArray(value)) {
    const all = value.map((one) => oddly(draw, one, depth + 1))
    return chance(draw, 12) ? [...all, ...all] : all
  }
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' && chance(draw, 5) ? textFrom(draw) : value
  const entries = Object.entries(value).flatMap(([name, one]) =>
    chance(draw, 20) ? [] : [[name, oddly(draw, one, depth + 1)] as const],
  )
  return Object.fromEntries(chance(draw, 15) ? [...entries, [textFrom(draw), pick(draw, ODD)] as const] : entries)
}
