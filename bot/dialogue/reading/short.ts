import type { SlotName } from '../../model/slots.ts'
import { bare, fold } from './text.ts'

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

const YES = words(
  '是 是的 对 对的 对对 对对对 好 好的 好滴 好哒 行 行的 可以 可以的 可 中 要 要的 需要 确认 确定 确认提交 提交 提交吧 没问题 没错 没毛病 无误 正确 都对 全对 嗯 嗯嗯 嗯呢 恩 恩恩 ok okay yes y yeah yep sure 同意 登记 帮我登记 登记吧 转 转吧 妥 妥了 👌 👍 ok的 可以提交 可以了 就这样 就这样吧 就是这样 是这样 是这样的 就按这个 确认无误 没啥问题 没什么问题 不用改 不用改了 不改了 继续 下一步 please 没有问题 好了 成 好嘞 要得 得劲 发 发吧 可以发 可以发吧 就这么着 那就这样 那就这样吧 都对赶紧的 赶紧的',
)
const NO = words(
  '不 不是 不是的 否 不对 不行 不可以 不好 不要 不要了 不用 不用了 不需要 不必 不必了 别 别了 no n nope 错 错了 有错 不正确 不同意 不转 不用转 没必要 先不 先不了 暂不 暂时不用 不了 拒绝 不愿意 不需要保密 先不提交 不提交',
)
const SKIP = words(
  '跳过 跳 略 略过 下一个 下一项 不知道 不清楚 不晓得 不记得 不记得了 忘了 忘记了 记不清 记不清了 记不得了 没有 没 无 没了 暂无 没有了 空 不填 不填了 这个不填 这项不填 算了不填 算了不填了 先不填 不想填 不想说 不说 不方便 不方便说 不便透露 保密不说 不告诉你 说不清 说不准 不好说 不详 不确定 skip pass none na n/a - — 无可奉告 没办 还没办 没公司 没有公司 个人 随便 不留 不留了 不想留 不想留电话 不留电话 不留名字 不想留名字 算了不改了 说过了 前面说过了 已经说过了',
)
const CANCEL =
  /^(?:我|那|那就|还是|就)?(?:取消|取消了|取消登记|取消投诉|取消举报|不办了|不办|算了|算啦|算了算了|退出|不弄了|不搞了|不投诉了|不举报了|不反映了|不登记了|不提交了|不咨询了|不要登记了|不想(?:办|弄|搞|投诉|举报|说|登记)了|不说了|不报了|不告了|不告他了|不整了|不想告了|放弃|终止|停止|结束|撤销|作废|当我没说|先不办了|先不弄了|撤销诉求|取消诉求|不要登记|以后再说|下次再说|回头再说|cancel|quit|exit|stop)(?:不(?:投诉|办|弄|举报|登记|搞)了)?了?$/

const HAS_NONE =
  /^(?:这个|那个|我|我们|个体户?|目前|现在)?(?:还)?(?:真)?没(?:有|得)?(?:这个|办|开)?(?:啥|什么)?(?:营业执照|执照|信用代码|代码|座机|公司|企业|店名|招牌|名字)?$/

/** 不晓得哪个公司, 搞不清是谁: says that he does not know, though it has the word of a question in it. */
const DOES_NOT_KNOW =
  /^(?:我|俺|也|真|确实|反正)*(?:不知道|不晓得|不清楚|搞不清楚?|弄不清楚?|说不清楚?|认不到|不认得|没看清楚?|没问)(?:楚)?(?:具体|到底|究竟)?(?:是|叫)?(?:哪个|哪家|哪一?家|哪里|什么|啥|谁|啥子)(?:的|公司|单位|企业|店|人|部门|名字?|家)*了?$/
/** 不填行不行, 可以不写吗: asks to leave it out, and may. */
const MAY_LEAVE_OUT =
  /^(?:能不能|可不可以|可以|能|我?想)?不(?:填|写|说|留|给|报)(?:这个|这项|了)?(?:行不行|行不|行|可以不?|好不好|得不得行|要得不|可不可以|吗|可以吗|行吗|要紧吗)$/
const WHO_HE_IS: ReadonlySet<string> = new Set<SlotName>(['enterprise', 'contact', 'phone', 'uscc'])
/** What he may call that which he is asked for, where he would rather leave it out. */
const NAMED: Readonly<Record<string, RegExp>> = {
  enterprise: /(?<=不[填写说留给报])(?:公司|企业|店)(?:名称?|名字)?/u,
  area: /(?<=不[填写说留给报])(?:公司|企业|区县?|地址)(?:名称?|名字)?/u,
  contact: /(?<=不[填写说留给报])(?:电话|姓名|名字?|真名)/u,
  phone: /(?<=不[填写说留给报])(?:电话|手机号?|号码)/u,
}
const WISHES_NOTHING =
  /^(?:我们?)?(?:也|就)?没有?(?:什么|啥|别的|其他的?|其它的?|特别的?|任何)?(?:要求|诉求|希望|想法|补充)了?$/

/**
 * He does not want to, or cannot, answer this. Where it was `asked` who he is, 匿名 says so too; asked about secrecy,
 * the same word is an answer.
 */
export function isSkip(text: string, asked?: SlotName): boolean {
  if (WHO_HE_IS.has(asked ?? '') && /^(?:我要|我想|还是|就)?匿名(?:的|了)?$/.test(bare(text))) return true
  if (HAS_NONE.test(bare(text)) || WISHES_NOTHING.test(bare(text))) return true
  if (DOES_NOT_KNOW.test(bare(text)) || MAY_LEAVE_OUT.test(bare(text).replace(NAMED[asked ?? ''] ?? /^$/u, '')))
    return true
  return (
    SKIP.has(bare(text)) ||
    /^(?:这个|这项|我)?(?:跳过|不知道|不清楚|不想说|不方便)(?:这个|这项|了|啊|是谁|叫什么|叫啥|什么名字|(?:具体)?名字|(?:具体)?名称|全名|全称|怎么[说写])?$/.test(
      bare(text),
    )
  )
}

export function isYes(text: string): boolean {
  return everyClause(text, YES)
}

export function isNo(text: string): boolean {
  return everyClause(text, NO)
}

/** 嗯，对的: each part says it. A sign behind words (OK👌) says nothing more. */
function everyClause(text: string, said: ReadonlySet<string>): boolean {
  if (said.has(bare(text))) return true
  const clauses = fold(text)
    .replace(/\p{Extended_Pictographic}/gu, ' ')
    .split(/[\s,.。，!;]+/)
    .map(bare)
    .filter((clause) => clause !== '')
  return clauses.length > 0 && clauses.length <= 4 && clauses.every((clause) => said.has(clause))
}

/** He gives up what was begun; as the whole message only, so that 我要取消合同 is a matter. */
export function isCancel(text: string): boolean {
  return CANCEL.test(bare(text))
}

const HUMAN_ALONE =
  /^(?:那就?|还是|算了)?(?:我)?(?:要|想|请|得)?(?:转|找|叫|接|换)?(?:个|一个|一位|到)?(?:人工|人工客服|人工服务|客服|真人|真人客服|活人|工作人员|坐席|值班人员)(?:服务|接听|回复|处理|来|聊|说|谈)?$/
const SOMEBODY =
  /^(?:那就?|还是|算了)?(?:我)?(?:要|想|请|得)?(?:给我)?(?:转(?:个|到)?|找(?:个|一个|一位)?|[叫换](?:个|一个|一位))人(?:来|聊|说|谈|处理)?$/
const HUMAN_IN_ENGLISH =
  /^(?:(?:i(?:want|need)|talkto|speakto|connectmeto)(?:to(?:talk|speak)to)?)?(?:an?|the)?(?:human|agent|liveagent|humanagent|realperson|operator|representative)(?:please)?$/
const HUMAN_INSIDE =
  /转(?:接)?(?:到)?人工|(?:找|叫|换|要|接)(?:个|一个|一位)?(?:真人|活人|客服|人工(?!智能|费|成本))|(?:有没有|有)(?:真人|活人|人工(?!智能|费|成本))|(?:不|别)(?:想)?(?:跟|和)(?:你这)?机器人|(?:跟|和)(?:真人|活人|工作人员)(?:说|聊|谈)|人工客服|人工服务|(?:找|让|请|叫)工作人员|叫(?:你们)?领导|(?:跟|和)人(?:说话|聊|谈)|^有人(?:吗|么|在吗|在么)$|^客服(?:在)?(?:吗)?$/

/** He wants to speak to a person; 人工智能 and 人工费 are something else. */
export function wantsHuman(text: string): boolean {
  const line = bare(text)
  return [HUMAN_ALONE, SOMEBODY, HUMAN_IN_ENGLISH, HUMAN_INSIDE].some((pattern) => pattern.test(line))
}
