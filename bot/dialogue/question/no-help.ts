import { answerText, groupText, LABEL, talk } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Turn } from '../turn.ts'
import { answerQuestion, keepGap } from './ask.ts'
import { consult } from './topic.ts'

/** Why an answer was no help, by the label of the choice. */
export const REASONS = {
  outdated: LABEL.outdated,
  'off-topic': LABEL.offTopic,
  unclear: LABEL.unclear,
  other: LABEL.otherReason,
} as const
export type NoHelpReason = keyof typeof REASONS
export const isReason = (id: string): id is NoHelpReason => Object.hasOwn(REASONS, id)

const BEFORE =
  '(?:你|您|是|对|嗯|我|跟|和|与|这|这个|这条|那|回答|答案|答|说|写|的|得|完全|根本|都|还是|好像|就是|也|真|太|全|啊|呀|不过|可是|但是|额|呃|[,，\\s])*'
const AFTER = '(?:了|啊|的|吧|呢|啦|呀|嘛|问题|我|吗|[,，。.!！\\s])*$'
const said = (words: string) => new RegExp(`^${BEFORE}(?:${words})${AFTER}`, 'u')
const WORDS: readonly (readonly [RegExp, NoHelpReason | 'unsaid'])[] = [
  [said('过时|旧的?|老黄历|过期|(?:已经)?(?:作废|废止|失效)|不是最新|早就?(?:变|改)'), 'outdated'],
  [
    said(
      '答非所问|不对|(?:我)?(?:想|要)?(?:问的)?不是(?:这个|我)?(?:意思|(?:想|要)?问|这个|(?:想|要)的)(?:的(?:是)?)?(?:这个|那个)?|驴唇不对马嘴|牛头不对马嘴|文不对题|不相关|没关系|不沾边|跑题|错',
    ),
    'off-topic',
  ],
  [
    said(
      '你(?:在)?(?:说|讲)的?(?:是)?(?:什么|啥)|(?:看|听|搞)不(?:太)?(?:懂|明白)|没(?:太)?(?:看|听)?(?:懂|明白)|不明白|专业|(?:太)?长了?(?:不看|看不[完下])?|说重点|(?:说)?简单一?[点些]|说人话|讲人话|绕',
    ),
    'unclear',
  ],
  [said('没(?:有)?(?:什么)?(?:用|帮助|帮上忙?|回答)|帮不上忙?|不(?:管|顶)用|没解决|不满意|没用上'), 'unsaid'],
]

/** “没用”, “答非所问”, “看不懂” after an answer; undefined where the line says something else. */
export function saysNoHelp(line: string): NoHelpReason | 'unsaid' | undefined {
  return line.length <= 20 ? WORDS.find(([pattern]) => pattern.test(line))?.[1] : undefined
}

/** An answer was no help: that is kept, and why is asked in one line that may be ignored. */
export function noHelp(turn: Turn, reason: NoHelpReason | 'unsaid', words?: string): void {
  if (reason !== 'unsaid') return noHelpBecause(turn, reason, words)
  keepGap(turn, 'unhelpful', words)
  const reasons = Object.entries(REASONS).map(([id, label]) => choice(label, 'because', id))
  if (turn.inGroup) turn.say(groupText.whyNoHelp, reasons)
  else turn.say(answerText.whyNoHelp, [...reasons, choice(LABEL.passOn, 'pass-on')])
  turn.wait({ for: 'no-help' })
}

/** The same of a question that could not be answered: a person was offered, and is offered again. */
export function stillNoHelp(turn: Turn, question: string): void {
  turn.say(answerText.sorryUnsure, [choice(LABEL.passOn, 'pass-on'), choice(LABEL.rephrase, 'rephrase')])
  turn.wait({ for: 'pass-on', question })
}

/** The same of an answer given in the middle of an intake, which goes on. */
export function noHelpInPassing(turn: Turn, reason: NoHelpReason | 'unsaid', words: string): void {
  if (turn.conversation.lastQuestion) keepGap(turn, 'unhelpful', reason === 'unsaid' ? words : REASONS[reason])
  turn.say(answerText.notedInPassing)
}

/** Why: kept with it, and a person is offered. */
export function noHelpBecause(turn: Turn, reason: NoHelpReason, words: string = REASONS[reason]): void {
  keepGap(turn, 'unhelpful', words)
  const staff = choice(LABEL.passOn, 'pass-on')
  if (turn.inGroup) return turn.say(groupText.noted, reason === 'unclear' ? [choice(LABEL.card, 'card')] : [])
  if (reason === 'unclear') turn.say(answerText.notedUnclear, [choice(LABEL.card, 'card'), staff])
  else turn.say(answerText.noted, [staff, choice(LABEL.rephrase, 'rephrase')])
  turn.wait({ for: 'no-help' })
}

/** The one-page card of the document spoken of. */
export function showCard(turn: Turn): void {
  if (!turn.conversation.lastQuestion?.topic) return turn.say(talk.staleChoice)
  answerQuestion(turn, LABEL.card, null, 'usual', consult(turn, LABEL.card))
}
