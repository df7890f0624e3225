import { isCancel, isNo, isSkip, isYes, wantsHuman } from './short.ts'
import { bare, fold, HAN } from './text.ts'

const whole = (words: string): RegExp => new RegExp(`^(?:${words})$`)

const GREETING = whole(
  '(?:你|您|大家)好|哈喽|哈罗|hello|hi|hey|喂+|在|在吗|在不在|有人在吗|早|早上好|上午好|中午好|下午好|晚上好|谢谢.{0,3}|多谢.{0,2}|感谢.{0,3}|thanks?|thankyou|辛苦了?|拜拜|再见|哈+|呵+|嘿+|额+|呃+|哦+|啊+|唉+|嗯+',
)
const SWEARING =
  /傻[逼比叉]|煞笔|[操艹草]你|他妈的|妈的$|^卧?槽$|滚蛋|^滚+$|你大爷|王八蛋|^(?:什么|啥)?(?:破|垃圾|废物|智障)(?:玩意|机器人?|东西|系统|软件|平台)?(?:东西)?$/
/** Complaints about whoever is supposed to help; they name nobody and ask for nothing. */
export const GRUMBLES =
  /^(?:你们?|这|就|都|全|是|一[群帮个]|真|又|果然|呵+|老|还|[,，\s])*(?:骗子|骗人|忽悠人?|踢皮球|推来推去|糊弄人?|敷衍人?)(?:平台|系统|机器人)?(?:的|吧|啊|呢|嘛|了|[!！。~])*$/u
const QUESTION =
  /[?吗呢么]$|^(?:为什么|为啥|凭什么|凭啥|干嘛|干啥|干什么|怎么|如何|咋|请问|谁(?!家)|哪(?!吒)|什么|啥|问这|是不是|有没有|要不要|(?:能不能|可不可以)(?:不|先|跳))|^(?:这个?|那个?|我们?)?(?:为什么|为啥|凭什么|怎么|咋|能享受)|(?:多久|多少|什么时候|啥时候|怎么办|咋办|什么意思|啥意思)$/
const COMMAND = whole(
  '(?:我?(?:要|想)?)?(?:撤回|撤销|撤诉|催办|催一下|催催|进度|查进度|查询进度|看进度|查询|菜单|帮助|首页|返回|上一步|上一个|重新开始|重来|重新填|从头来|修改|补充|提交|发送|保存|help|menu)',
)
const PUT_OFF = /^(?:先|暂时|暂)?(?:别|不|不要|不用|不想)(?:急着?|忙着?)?(?:改|提交|发|登记|填|写|问)(?:了|吧)?.{0,5}$/
const LEADS_TO_CORRECTION = /^(?:不对|不是的?|错了|[写说打填弄搞]错|我?[写说打填]错)/
const NOTHING = whole(
  '没有?|没有?不用|没有?了?|就这些?|就这样|只有这些|没别的了?|没其他的?了?|没什么|没啥|你猜|猜猜|保密|匿名|不告诉你|秘密|随便|随便[你写填].{0,3}|都行|都可以|无所谓|测试|test|试试|再说|等等|等一下|等会|稍等|不认识|谁知道|你管|自己看|同上|如上|上面(?:说过|写)了?|前面说了|说过了',
)
const SECRECY =
  /^(?:求|请)?(?:千万)?(?:不要|别|不想|不能)(?:(?:让|被).{1,10}(?:知道|晓得|看见|看到)(?:是我)?|(?:告诉|透露|泄露).{0,12})$/
const NUMBERS_AND_SIGNS = /^[\d\s年月日号点分:./+()*#,。，、~_-]+$/
const PHONE_GIVEN = /^(?:我的?|本人的?)?(?:联系)?(?:电话|手机|手机号|号码|微信)(?:号码?)?(?:是|为|:|：)?[\d\s+-]{3,}$/

/**
 * Whether a line can be no name, no company and no wish, whatever was asked: a greeting, thanks, swearing, a question, a bare
 * yes, no or none, a command, the beginning of a correction, digits alone, a plea for secrecy.
 */
export function isNoValue(text: string): boolean {
  const line = bare(text)
  const said = fold(text).trim()
  if (!new RegExp(`[${HAN}A-Za-z]`).test(said) || NUMBERS_AND_SIGNS.test(said) || PHONE_GIVEN.test(said)) return true
  if (isYes(text) || isNo(text) || isSkip(text) || isCancel(text) || wantsHuman(text)) return true
  const clauses = said.split(/[\s,.。，!;、]+/).map(bare)
  if (
    clauses.length <= 3 &&
    clauses.every((clause) => clause === '' || isYes(clause) || isNo(clause) || isSkip(clause))
  )
    return true
  if (QUESTION.test(said.replace(/[\s。!~]+$/, '')) || LEADS_TO_CORRECTION.test(said)) return true
  return [GREETING, SWEARING, GRUMBLES, COMMAND, PUT_OFF, NOTHING, SECRECY].some((pattern) => pattern.test(line))
}
