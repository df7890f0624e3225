/** What WeChat puts into a text that nobody typed, and signs that it sends as words in brackets. */

/** What such a sign says, where it says something; the others say nothing. */
const SAYS: Readonly<Record<string, string>> = {
  OK: '👌',
  好的: '👌',
  强: '👍',
  再见: '再见',
  合十: '🙏',
  抱拳: '🙏',
  握手: '🙏',
  玫瑰: '🌹',
  鼓掌: '👏',
  加油: '💪',
  奋斗: '💪',
  庆祝: '🎉',
  爱心: '❤',
  愉快: '😊',
  呲牙: '😁',
  偷笑: '😊',
  憨笑: '😄',
  可爱: '😊',
  笑脸: '😄',
  弱: '👎',
  发怒: '😡',
  抓狂: '😤',
  咒骂: '🤬',
  鄙视: '😒',
  白眼: '😒',
  撇嘴: '😒',
  骷髅: '😠',
  炸弹: '😠',
  菜刀: '😠',
}

const MUTE =
  '色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 调皮 惊讶 难过 囧 吐 傲慢 困 惊恐 悠闲 疑问 嘘 晕 衰 敲打 微笑 擦汗 抠鼻 坏笑 右哼哼 委屈 快哭了 阴险 亲亲 可怜 生病 脸红 破涕为笑 恐惧 失望 无语 嘿哈 捂脸 奸笑 机智 皱眉 耶 吃瓜 加油加油 汗 天啊 Emm 社会社会 旺柴 打脸 哇 翻白眼 666 让我看看 叹气 苦涩 裂开 嘴唇 心碎 拥抱 胜利 勾引 拳头 啤酒 咖啡 蛋糕 凋谢 便便 月亮 太阳 礼物 红包 發 福 烟花 爆竹 猪头 跳跳 发抖 转圈'.split(
    ' ',
  )

const SIGNS: ReadonlySet<string> = new Set([...Object.keys(SAYS), ...MUTE])
const SIGN = /\[(\p{Script=Han}{1,4}|OK|Emm|666)\]/gu

/** A line without the signs between its words; one of signs alone as what they say. */
function withoutSigns(line: string): string {
  const rest = line.replace(SIGN, (sign, name: string) => (SIGNS.has(name) ? ' ' : sign)).trim()
  if (rest !== '') return rest.replace(/ {2,}/g, ' ')
  return line.replace(SIGN, (_, name: string) => SAYS[name] ?? '😶')
}

/** What a foreigner writes where a word of Chinese is understood. */
const IN_CHINESE: readonly (readonly [RegExp, string])[] = [
  [/^(?:check |my |what is the |what's the )*(?:status|progress)(?: please)?$/iu, '进度'],
  [/^(?:show )?more$/iu, '更多'],
  [/^(?:menu|help me|how (?:do i|to) (?:use (?:this|it)|start))$/iu, '帮助'],
  [/^(?:many )?(?:thanks?|thank you|thx|ty)(?: (?:a lot|so much|very much))?$/iu, '谢谢'],
  [/^(?:bye|goodbye)$/iu, '再见'],
  [/^withdraw(?: it)?$/iu, '撤回'],
  [/^(?:very )?satisfied$/iu, '满意'],
  [/^(?:not satisfied|unsatisfied|dissatisfied)$/iu, '不满意'],
  [/^(?:i )?agree$/iu, '同意'],
  [/^(?:skip|next)$/iu, '跳过'],
  [/^submit$/iu, '提交'],
]

/** A bare English word of command as the Chinese one; anything else as it is. */
function fromEnglish(line: string): string {
  if (!/^[a-z' ]{2,40}[.!?]*$/iu.test(line)) return line
  const words = line.replace(/[.!?\s]+$/u, '')
  return IN_CHINESE.find(([said]) => said.test(words))?.[1] ?? line
}

/** Simplifies what an entrepreneur wrote as `simplify` does, and reads signs and bare words of English besides. */
export const inPlainWords =
  (simplify: (text: string) => string) =>
  (text: string): string =>
    fromEnglish(withoutSigns(simplify(text).trim()))

/** 「王芳：请问…」, a line of dashes, and then the answer. */
const QUOTED = /^「[\s\S]{1,2000}?」\s*\n\s*(?:[-—－] ?){5,}\s*\n/u
/** What is left of a mention: its name ends with a blank, often one of its own. */
const MENTION = /^(?:@[^\s@]{0,30}(?:\s+|$))+/u

/** What he typed: without the words that he answers, and without whom he mentions. */
export function typed(text: string): string {
  return text.replace(QUOTED, '').trim().replace(MENTION, '').trim()
}

/** Several words, none of them Chinese. */
const FOREIGN = /^(?=(?:.*[a-z]{2}){2})[a-z][a-z\d' ,.!?$-]*\s[a-z\d' ,.!?$-]*[a-z\d][.!?]*$/iu

export const isInEnglish = (line: string): boolean => FOREIGN.test(line.trim())
