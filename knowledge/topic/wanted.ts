import { normalize } from '../text/normalize.ts'

/** What is wanted of the documents as such, and not of what they say. */
export type Wanted =
  /** When a document is in force. */
  | { readonly kind: 'validity'; readonly rest: string }
  | { readonly kind: 'card'; readonly rest: string }
  /** What a document is about. */
  | { readonly kind: 'introduction'; readonly rest: string }
  /** Which documents there are about a topic; '' where none is said. */
  | { readonly kind: 'list'; readonly topic: string }

const CARD =
  /(?:政策)?明白卡|一(?:张|页)纸?(?:说清楚?|说明白|的)?$|(?:说|讲)(?:得)?(?:简单|通俗|明白)一?点|(?:请|帮我|给我|能不能|可以|能)?(?:再)?(?:简单|简要|大概|简短|通俗|用?大白话|用?一句话|用?几句话)(?:一?点)?(?:地|的)?(?:给我)?(?:说说|讲讲|说一?下|介绍(?:一?下)?|讲一?下|概括(?:一?下)?|总结(?:一?下)?|说|讲)/u
const WHEN = '(?:什么时候|啥时候|何时|哪一?天|几号|多久)'
const ENDS = '(?:到期|过期|失效|截止|作废|废止|终止)'
const BEGINS = '(?:执行|实施|施行|生效|起效|实行)'
const VALIDITY = new RegExp(
  [
    `${WHEN}(?:就|会|才|才会|开始)*(?:${ENDS}|${BEGINS})(?:的|了)?`,
    `(?:从|自|是)?${WHEN}起?(?:开始)?${BEGINS}(?:的)?`,
    `(?:${ENDS}|${BEGINS})(?:的)?(?:时间|日期|日)(?:是)?(?:${WHEN})?`,
    `有效期(?:限)?(?:是|到|至)*(?:${WHEN}|多长(?:时间)?|几年)?`,
    `(?:现在|目前|如今|今年)?(?:还|是否|是不是|仍然?|还是)+(?:不是)?(?:有效|管用|能用|适用|算数|在?执行|在?实施)(?:的)?`,
    `(?:明年|以后)(?:还|是不是还)?(?:有|能用|执行|有效)(?:没有|吗|不)`,
    `(?:现在|目前|如今|今年)(?:有效|管用|能用|适用|算数|在?执行)`,
    `(?:是不是|是|算)?(?:不是)?最新的?(?:版本?|规定|政策|文件)?(?:吗|么|不|没)`,
    `(?:有没有|是否|是不是|已经|会不会)?(?:已经?)?(?:过期|失效|作废|废止|到期|过时)(?:了)?(?:没有?|吗|没)`,
  ].join('|'),
  'u',
)
const INTRODUCTION =
  /(?:主要|大概|到底)?(?:是)?(?:讲|说)(?:了|的)?(?:是)?(?:些)?(?:什么|啥|哪些)(?:内容|东西|事)?|(?:主要|具体)?(?:写|规定)(?:了|的)(?:是)?(?:些)?(?:什么|啥|哪些)(?:内容|东西)?$|(?:的)?(?:主要|具体)?内容(?:是什么|有哪些)?$|是(?:个)?(?:什么|啥)(?:文件|政策|规定)$|(?:的)?(?:全文|原文|链接|网址)(?:在哪里?|有吗|有没有|(?:发|给)(?:一?下|个)?我?(?:看看?)?)?$|(?:发|给)(?:一?下|个)?我?(?:全文|原文|链接|网址)$|(?:文件)?(?:的)?(?:全称|文号|出处|依据)(?:是|叫)?(?:什么|啥|多少|哪个|哪里)?$|(?:是)?(?:谁|哪个?(?:部门|单位|里|儿)?)(?:发|出|定|制定|印发|发布)$|(?:什么时候|啥时候|哪年|何时|哪一?天)(?:发|出|定|制定|印发|发布|出台|下发)(?:来)?$|^介绍一?下/u
const LEAD =
  /^(?:请问|请|您好|你好|我想|我要|想|帮我|给我|麻烦|查一?查|查询|查|找一?找|找|看一?看|看|问一?下|一下|再|来|要|发|有没有|有|一份|一张|张|下|,|的|关于|这个?文件|文件)+/u
const GREETING =
  /^(?:请问(?:一?下)?|请|您好|你好|我想(?:问|知道|了解)(?:一?下)?|想问(?:一?下)?|问一?下|帮我|给我|麻烦|[,,])+/u
const TAIL = /(?:的|吗|呢|吧|啊|呀|了|这个?(?:文件|政策|规定)|文件|谢谢|是|它|[\s,.。?!;:、])+$/u

const PAPER = '(?:政策文件|政策|文件|规定|办法|通知|法规|条例|法律|资料|措施)'
const WHICH = '(?:哪些|什么|啥|哪几[个份项])'
const LISTS: readonly RegExp[] = [
  new RegExp(
    `^(?:都|现在|目前|这里|你们|我们?)*有${WHICH}(?:是)?(?:关于|有关|涉及|跟|和|与|针对)(.{1,24}?)(?:有关|相关)?的?${PAPER}$`,
    'u',
  ),
  new RegExp(
    `^(?:关于|有关|涉及|跟|和|与|针对)(.{1,24}?)(?:有关|相关)?的${PAPER}(?:都|一共|现在|目前)*(?:有${WHICH}|有几[个份项]|列(?:一下|出来))?$`,
    'u',
  ),
  new RegExp(
    `^(?:列(?:一下|出|举)|看看|查一?下|找一?下)(?:关于|有关|涉及|跟|和|与)?(.{1,24}?)(?:有关|相关)?的${PAPER}$`,
    'u',
  ),
  new RegExp(`^([^,。有的]{2,8}?)(?:的|方面的?)?(?:相关)?${PAPER}(?:都|一共|现在|目前)*有${WHICH}$`, 'u'),
  new RegExp(
    `^(?:我们?|咱们?|现在|目前|这里|你们|这边|本市|企业|都|能|可以|还)*(?:有|领|拿|申请|享受)(?:到)?${WHICH}((?:补贴|补助|优惠|扶持|奖励|惠企|税收优惠|减税)(?:政策)?)(?:可以)?(?:拿|领|申请|享受)?$`,
    'u',
  ),
  new RegExp(`^((?:补贴|补助|优惠|扶持|奖励|惠企|税收优惠|减税)(?:政策)?)(?:都|现在|目前)*有${WHICH}$`, 'u'),
]

/** “都有啥政策”: all of them, whatever they are about. */
const EVERYTHING = new RegExp(
  `^(?:都|现在|目前|这里|你们|你|我们?|这边|一共|能|可以|还|看看|查)*有?(?:${WHICH}|没有)?(?:和|跟|与|关于|适合|对|针对)?我(?:们)?这(?:个|一)?行业?(?:有关|相关)?的?(?:${PAPER})?(?:有${WHICH})?$|^(?:都|现在|目前|这里|你们|你|这边|一共|还)*有${WHICH}${PAPER}$`,
  'u',
)
/** “我是开饭店的，能享受啥”: about a trade. */
const TRADE = new RegExp(
  `^(?:我们?|咱们?)(?:公司|店|厂)?(?:是|就是)?(?:做|开|搞|干|办)?(?:个|了)?(.{2,8}?)(?:行业|生意)?的?,?(?:企业|公司|店)?(?:能|可以|都|现在)*(?:有|享受|领|拿|申请)(?:到)?${WHICH}(?:补贴|优惠|${PAPER})?$`,
  'u',
)

/** Undefined where an ordinary question is asked. */
export function wantedIn(question: string): Wanted | undefined {
  const normal = normalize(question).replace(/\s+/gu, '')
  const asked = normal.replace(GREETING, '').replace(TAIL, '')
  if (EVERYTHING.test(normal.replace(GREETING, '').replace(/[的吗呢吧啊呀了,.。?!]+$/u, '')))
    return { kind: 'list', topic: '' }
  for (const pattern of LISTS) {
    const topic = pattern.exec(asked)?.[1]
    if (topic) return { kind: 'list', topic: topic.replace(/政策$/u, '') }
  }
  const trade = TRADE.exec(asked)?.[1]?.replace(/^[是做开搞干办]+/u, '')
  if (trade && trade.length > 1) return { kind: 'list', topic: trade }
  if (CARD.test(normal)) return { kind: 'card', rest: trimmed(normal.replace(CARD, '')) }
  if (VALIDITY.test(normal)) return { kind: 'validity', rest: trimmed(normal.replace(VALIDITY, '')) }
  const bare = trimmed(normal)
  if (INTRODUCTION.test(bare)) return { kind: 'introduction', rest: trimmed(bare.replace(INTRODUCTION, '')) }
  return undefined
}

/** Without the words around a name. */
export function trimmed(normal: string): string {
  return normal.replace(LEAD, '').replace(TAIL, '')
}
