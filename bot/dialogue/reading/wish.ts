import type { AppealKind } from '../../model/appeal.ts'
import { isNoValue } from './no-value.ts'
import { bare, fold, STOPS } from './text.ts'

const WISH = new RegExp(
  `(?:^|[${STOPS} ]|强烈|我们?|就|只|现在)((?:希望(?!了解|知道|咨询)|请求|恳请|恳求|要求(?![助救]|我|企业|商户|必须|交|提供|是什么)|盼望?|诉求(?:是|:)|想要|请(?:尽快|贵|政府|相关|有关|领导|帮|督促|协调|依法))[^。!！?？;；\\n]{3,200})`,
)

/** 快给钱, 尽快付, 退钱, 别再罚了: a clause of its own. */
const SHORT_WISH = new RegExp(
  `(?:^|[${STOPS} ])((?:请|快|尽快|赶紧|赶快|快点|早点|早日|马上|立即)+(?:给钱|付款?|还[钱款]|结清|付清|结款|结账|退[钱款]|来电|解决|处理)|退钱|(?:别|不要|不准)再(?:罚|来|查|停)了?)[吧啊呀!]*(?=$|[${STOPS} ])`,
)

/** What he asks to be done, in his words, to the end of the sentence. */
export function wishIn(text: string): string | undefined {
  const match = WISH.exec(fold(text))
  if (!match?.[1]) return SHORT_WISH.exec(fold(text))?.[1]
  const start = match.index + match[0].length - match[1].length
  const clauses = text.slice(start, start + match[1].length).split(/(?<=[，,\s])/)
  while (clauses.length > 1 && BESIDES.test(fold(clauses.at(-1) ?? ''))) clauses.pop()
  return clauses
    .join('')
    .trim()
    .replace(/[，,、]$/, '')
    .replace(/^诉求(?:是|[:：])\s*/, '')
}

/** What follows a wish and is none: how to reach him, whom not to tell. */
const BESIDES = /电话|联系|\d{7}|保密|匿名|不要(?:告诉|透露)|别告诉|谢谢/

const NOT_SECRET =
  /(?<!是)不是(?:要)?(?:匿名|保密)|(?:不用|不要|不需要|无需|无须|没必要|不必|不)(?:给我)?(?:匿名|保密)|(?:可以|能)公开(?:我的?|姓名|身份)|公开也?没(?:关系|事)|不怕(?:公开|他们?知道)|实名(?:举报|投诉|反映)/
const SECRET =
  /(?<!不)匿名(?!信)|(?:^|[,.。!?;、\s]|请|求|要求|希望|给我?|替我|为我|帮我|身份|信息|姓名|名字|注意|务必|必须|要|得|严格)保密(?!协议|费|义务|条款|局|法|资质|工作|措施)|(?:不要|别|不能|请勿)(?:告诉|透露|泄露|泄漏|外传|说出去|说是我)|(?:不想|不愿意?)(?:公开|透露|署名|实名|留名)|(?:不要|别|不想)(?:让|被)(?:他|她|对方|单位|公司|领导|别人|老板|局里|人家?|甲方).{0,5}(?:知道|晓得)/
const QUESTION = /(?:能|会|可以|可不可以|能不能|是否).{0,4}(?:保密|匿名)|(?:保密|匿名)(?:吗|么|不\?)/

/** Whether he wants it kept secret, where he says so; only asking whether it can be is not saying so. */
export function confidentialIn(text: string): boolean | undefined {
  const folded = fold(text)
  const field = /(?:是否|要不要)(?:需要)?(?:保密|匿名)[: ]{1,2}(是|否|不|要)/.exec(folded)?.[1]
  if (field) return field === '是' || field === '要'
  if (NOT_SECRET.test(folded)) return false
  return SECRET.test(folded) && !QUESTION.test(folded) ? true : undefined
}

/** An answer to “what do you wish”, without what it says of secrecy besides (不用保密，尽快解决). */
export function readWish(text: string): { value: string } | { problem: 'too-short' | 'too-long' } {
  const clauses = text.split(/(?<=[，,。；;！!？?\s])/)
  const plain = clauses.filter((clause) => confidentialIn(clause) === undefined)
  const wish =
    plain.length === clauses.length
      ? text.trim()
      : plain
          .join('')
          .replace(/[\s，,；;！!]+$/, '')
          .trim()
  const said = wish === '' && bare(text).length > 12 ? text.trim() : wish
  if (said.length > 500) return { problem: 'too-long' }
  const letters = said.replace(/[^\p{L}\p{N}]/gu, '').length
  return letters < 2 || isNoValue(said) ? { problem: 'too-short' } : { value: said }
}

const PLAIN_YES = /^(?:1|是|是的|要|要的|需要|好|好的|嗯|嗯嗯|对|可以|行|保密|匿名|要保密|需要保密|ok|yes|y)$/
const PLAIN_NO =
  /^(?:2|否|不|不是|不要|不用|不用了|不需要|不必|无所谓|没事|没关系|都行|都可以|公开|可以公开|实名|no|n|不保密|不匿名)$/

export function readConfidential(text: string): { value: boolean } | { problem: 'yes-no-unclear' } {
  const line = bare(text)
  if (PLAIN_NO.test(line)) return { value: false }
  if (PLAIN_YES.test(line)) return { value: true }
  const said = confidentialIn(text)
  return said === undefined ? { problem: 'yes-no-unclear' } : { value: said }
}

const KINDS: readonly { readonly kind: AppealKind; readonly word: string }[] = [
  { kind: 'tip-off', word: '举报|检举' },
  { kind: 'complaint', word: '投诉' },
  { kind: 'consultation', word: '咨询' },
  { kind: 'suggestion', word: '建议|意见' },
  { kind: 'help', word: '求助' },
]

/** The kind he names himself: 我要投诉, 实名举报, 向您求助, 提个建议. */
export function kindIn(text: string): AppealKind | undefined {
  const folded = fold(text)
  const said = KINDS.filter(({ word }) =>
    new RegExp(
      `(?:我们?|本人)?(?:要|想|现在|来|实名|匿名|强烈|特此|向[^${STOPS}]{1,6})(?:实名|匿名|来|向[^${STOPS}]{1,6})?(?:${word})(?!电话|渠道|流程|平台|热线|人|没|过|后|了|无|被)|(?:提|有|给)(?:一?[个点条])?(?:小)?(?:${word})|^(?:${word})(?=$|[${STOPS} :])`,
    ).test(folded),
  )
  return said.length === 1 ? said[0]?.kind : undefined
}

/** An answer to “what kind”: the word anywhere. */
export function readKind(text: string): { value: AppealKind } | { problem: 'kind-unclear' } {
  const folded = fold(text)
  const named = KINDS.filter(({ word }) => new RegExp(word).test(folded))
  const value =
    kindIn(text) ?? (named.length === 1 ? named[0]?.kind : /帮|解决/.test(folded) ? ('help' as const) : undefined)
  return value ? { value } : { problem: 'kind-unclear' }
}
