import { isNoValue } from './no-value.ts'
import { ORGAN_ACTS } from './organs.ts'
import { fold, HAN, STOPS } from './text.ts'

const FORM =
  '(?:股份有限公司|有限责任公司|有限公司|分公司|公司|集团|合伙企业|合作社|事务所|经营部|工作室|门市部|商行|商贸行|超市|酒店|宾馆|饭店|餐馆|面馆|饭馆|农场|养殖场|加工厂|工厂|厂|店)'
/** What a shop without a form in its name ends in. */
const TRADE =
  '(?:烧烤|火锅|小吃|奶茶|餐饮|水果|副食|百货|便利|五金|建材|家具|装饰|园林|汽修|机械|物流|科技|商贸|贸易|电子|印刷|服装|美容|理发|广告)'
const ORGAN =
  '(?:管委会|委员会|办事处|镇政府|乡政府|县政府|区政府|市政府|政府|街道办?|分局|总局|监管局|税务局|局|派出所|税务所|所|医院|市?[一二三四五六]院|院|厅|委|中心|大队|支队|银行|支行|学校|中学|小学|大学|物业|平台|开发商|城投|村委会?|国企|央企|供电局|协会|园区|市场|镇|乡)'
const PART = `[^${STOPS} :()\\[\\]{}"'“”]`

/** What stands before a name and is not of it. */
const LEAD_IN =
  /^(?:你好|您好|我们?是|这里是|我在|我们?在|本人是|俺们?是|是|就是|叫|名叫|叫做|一家|来自|单位是|我代表|代表|我是做|家|我们?家|我们?公司|本公司|我公司|我司)+/
const NOT_A_NAME = new RegExp(
  `^(?:${FORM}|(?:[我他她你咱俺]们?|这个?|那个?|对方|人家|甲方|乙方|客户|老板|本|贵|该|某|有|有个|总|分|子|母|两家|几家|一些|很多|物业|建筑|建设|装[修饰]|贸易|劳务|保险|房产|地产|工程|外贸)公司|一?家.*|.{0,3}(?:我们|我司|这个|那个|这家|那家|哪家|什么|他们|别的|别家|一个|几家|外地|国有|民营|同一家)${FORM}|.{0,2}[大小老]${FORM}|(?:物流|快递)${FORM}|他|他们|对方|甲方|人家|客户|老板|有人|有的|谁|我们?|你们?|别人|总包|业主|乙方|国企|央企|政府|政府项目|项目|平台|法院|检察院|银行|机关|单位|大企业|国有企业|相关部门|部门|他家|那边|那家|这家|上家|下家)$`,
)
/** Verbs and particles that a firm's name hardly ever has. */
const UNLIKE_A_NAME = /[的在到受被给从把将]|全名|居住|归口|现在|刚新|开了|了[个家]/
const DESCRIBES =
  /^(?:做|搞|生产|专门|一家|小(?:微|型|本|规模|公司|企业|厂|店|作坊|老板|超市|饭店|餐馆)|个体户$|外地|民营|国有|卖|开|从事|干|个|一个|什么|怎么|谁)|的$|[吗呢?]$/

const OWN_NAMED = new RegExp(
  `(?:我们?的?|本|咱们?的?|俺们?)?(?:公司|厂子?|店铺?|企业|单位|合作社|个体户|工厂|字号)(?:的)?(?:名字|名称|全称|名)?(?:叫做?|名叫|全称是|名称是|名字是|名称:|全称:|名:|:|叫)[ :]?(${PART}{2,40})`,
)
const OWN_THERE = new RegExp(
  `(?:我们?的?|本|咱们?的?|俺们?的?)(?:公司|厂子?|店铺?|企业|单位)在[^${STOPS} 叫]{1,12}(?:名?叫做?|名为)(${PART}{2,40})`,
)
const OWN_IS = new RegExp(
  `(?:我们?|我司|本公司|我公司|这里|本人|俺们?)(?:是|在|代表|来自|这边是)(${PART}{2,40}?${FORM})`,
)
/** 我是胡记餐饮的胡军 */
const OWN_OF = new RegExp(`(?:我|本人)是(${PART}{2,20}?(?:${TRADE}|民宿))的[${HAN}]{2,3}(?=$|[${STOPS} ]|电话|手机)`)
const OWN_RUNS = new RegExp(
  `(?:我|我们|本人)(?:自己)?(?:开的|开了个|开了家|经营的|办的|的店叫)(?:是|叫)?(${PART}{2,20}?${FORM})`,
)
/** 我在江北区开了个修理厂叫老周汽修我叫周大海: as it is spoken. */
const OWN_CALLED = new RegExp(
  `(?:开|办)了?一?[个家间]${PART}{0,8}?(?:${FORM}|摊子?)(?:名字?)?叫(${PART}{2,12}?)(?=我|电话|老板|法人|[${STOPS} ]|$)`,
)
const FULL_NAME = new RegExp(
  `(?:^|[${STOPS} :])(${PART}{3,40}?(?:股份有限公司|有限责任公司|有限公司))(?=$|[${STOPS} (]|被|的|,|联系人)`,
  'g',
)

/** 鑫鑫超市 王鑫 13500001111: what stands before a name and its telephone is his. */
const SIGNED = new RegExp(
  `(?:^|[${STOPS} ])(${PART}{2,20}?(?:${FORM}|${TRADE}))[ ,，]{1,2}[${HAN}]{2,4}[ ,，:]{0,3}(?:电话|手机)?[ :]{0,2}1[3-9]\\d{9}`,
)

/** The speaker's own enterprise. A name that could be the other side's is not taken. */
export function enterpriseIn(text: string): string | undefined {
  const folded = fold(text)
  for (const pattern of [OWN_NAMED, OWN_THERE, OWN_CALLED, OWN_IS, OWN_OF, OWN_RUNS, SIGNED]) {
    const name = tidy(pattern.exec(folded)?.[1])
    if (name && isEnterprise(name)) return name
  }
  const respondent = respondentIn(text)
  const [first, second] = [...folded.matchAll(FULL_NAME)].flatMap((match) => {
    const name = tidy(match[1])
    return name &&
      name !== respondent &&
      match.index < OPENING &&
      isEnterprise(name) &&
      !/^(?:被|投诉|举报|甲方|对方|向|给|卖给|替|为|跟|和|欠|总包|业主|是)|欠|拖|投诉|举报|[卖发交借租送供包]给|合作|告/.test(
        match[1] ?? '',
      )
      ? [name]
      : []
  })
  return second === undefined && first !== undefined && !folded.includes(`${first}拖`) && !folded.includes(`${first}欠`)
    ? first
    : undefined
}

const NAMED_OTHER = new RegExp(
  `(?:甲方|对方|欠款方|欠款单位|欠款人|被投诉人|被投诉单位|被举报人|被投诉方|总包方?|业主|发包方|债务人|被反映单位)(?:单位|公司)?(?:是|为|叫|:)[ :]?(${PART}{2,30})`,
)
const BY_OTHER = new RegExp(
  `(?<!不)被(${PART}{2,25}?)(?:一直|长期|恶意|无故)?(?:拖欠|欠|拖|罚|骗|查封|扣|坑|起诉|辞退|封|刁难)`,
)
const AGAINST = new RegExp(
  `(?:投诉|举报|反映|控告)(?:一下)?[ :]?(?!人|的|电话|平台|热线|你们)(${PART}{1,20}?(?:${ORGAN}|${FORM}))`,
)
const OWES_US = new RegExp(
  `(?:^|[${STOPS} ])(${PART}{2,25}?)(?:已经|一直|至今|还|总共|一共|共|现在|长期|恶意|这边|那边)*(?:拖欠|欠着?|欠了|拖着|拖了|不给)(?:我们?|我司|俺们?|咱们?|本公司|我公司|我厂|我店|我家)`,
)

/** 给市住建局干的活, 为某某公司供货: whom the work was for, where it is told of as done. */
const WORKED_FOR = new RegExp(
  `(?:^|[${STOPS} ]|我们?|我司)(?:给|帮|替|为)(${PART}{1,20}?(?:${ORGAN}|${FORM}))(?:干|做|供|送|装|安装|盖|修|施工|提供|承|发|加工)(?:了|的|过|货|工程|活)`,
)

const TIME =
  '(?:大前年|前年|去年|今年|上个?月|\\d{2,4}年|\\d{1,2}月份?(?:\\d{1,2}[日号])?|[一二两三四五六七八九十半几\\d]{1,3}个?多?[年月天](?=前|多|了|来|没|不|$|开始|起))'
const WHEN_BEFORE = new RegExp(`^(?:(?:从|自)?${TIME}(?:份|初|底|前|开始|起|以来|就|到现在){0,3}){1,3}`)
const WHEN_BEHIND = new RegExp(`(?:从|自)?(?:${TIME}|(?<=[从自])(?:\\d|上)).*$`)

/** Whom a complaint is against is said at its opening; further on, it is told where one has been. */
const OPENING = 80

/** Whom it is about, where he is named; 甲方 or 他们 alone name nobody. */
export function respondentIn(text: string): string | undefined {
  const folded = fold(text)
  for (const pattern of [NAMED_OTHER, BY_OTHER, OWES_US, AGAINST, WORKED_FOR]) {
    const name = tidy(pattern.exec(pattern === AGAINST ? folded.slice(0, OPENING) : folded)?.[1])
      ?.replace(/^(?:甲方|对方|总包|业主|因为|就是|那个|这个|现在)/, '')
      .replace(WHEN_BEFORE, '')
      .replace(WHEN_BEHIND, '')
      .replace(/(?:欠|拖(?!拉)).*$/, '')
      .replace(/[啊吧呢呀哦嘛]+$/, '')
    if (
      name &&
      name.length >= 2 &&
      !NOT_A_NAME.test(name) &&
      !/我|你|怎么|什么|谁|哪|一下|电话|因为|告知|把|了|^[人个给到出过向在将两几]/.test(name)
    )
      return name
  }
  return ORGAN_ACTS.exec(folded.slice(0, OPENING))?.[1]
}

function isEnterprise(name: string): boolean {
  return (
    name.length >= 2 &&
    !NOT_A_NAME.test(name) &&
    !DESCRIBES.test(name) &&
    !UNLIKE_A_NAME.test(name) &&
    !/欠|拖|投诉|举报|被|\d{7}/.test(name)
  )
}

function tidy(name: string | undefined): string | undefined {
  const trimmed = name
    ?.trim()
    .replace(LEAD_IN, '')
    .replace(/^[^的]{1,12}[区县市镇乡]的(?=..)/, '')
    .replace(/的$/, '')
  return trimmed && trimmed.length >= 2 ? trimmed : undefined
}

/** Says what goes on, what is wanted or what the other side is, and names nobody (又来贴了一张, 恒达就是个小公司, 退钱). */
const SENTENCE =
  /^(?:昨天|今天|前天|刚才|刚刚|已经|还在|还没|门口|又(?:来|罚|停|堵|欠|拖|贴)|(?:马上|赶紧|赶快|尽快|快点|早点)(?:给|付|还|退|办|解决|处理|来))|^(?:让|叫)(?:他|她|它|对方|人家)|^不(?:退|给|还|发|理|付|让|赔|管|认账)|^(?:还|赔|退|帮)我|^(?:别|不要|不准)再|客服.{0,2}[不没]|踢皮球|推诿|扯皮|^(?:退[钱款]|还钱|给钱|赔钱|赔偿|差评|好评|凑合|一般)$|^[\d一二三四五][分星]$|(?:来|修|罚|欠|拖|堵|停|断|贴|拆|砸)[了着]|进不来|没人/u
const NAMED_AT_END = new RegExp(`(?:${FORM}|${ORGAN}|${TRADE})$`)
/** The same, whatever it ends in. */
const SAYS_WHAT =
  /^(?:我|也)?(?:不晓得|不知道|不清楚|搞不清)|^(?:换|找)(?:一?家|个)|的时候|[给帮替](?:他|她|它|人家)们?|[就只也]是(?:一?[个家])?(?:[大小](?!\p{Script=Han}{3})|私人|私企|个人|民营|国有|国企|央企|机关|政府|事业)|^(?:对方|对面|他们?|人家).{0,2}是|^别(?:烦|吵|问|再)/u
const isSentence = (name: string): boolean => SAYS_WHAT.test(name) || (SENTENCE.test(name) && !NAMED_AT_END.test(name))

const ENTERPRISE_LEAD =
  /^(?:(?:我们?的?|本|咱们?的?)?(?:公司|厂|店|企业|单位|营业执照上?)(?:的)?(?:名字|名称|全称|名)?(?:叫做?|是|为|:)|我们?(?:是|叫)|叫做?|名字叫?|是|全称|名称)[ :,]*/

/** An answer to “your enterprise”; a name need not say what form it has. */
export function readEnterprise(
  text: string,
): { value: string } | { problem: 'enterprise-unclear' | 'too-short' | 'too-long' } {
  const folded = fold(text).trim()
  const name = folded
    .replace(ENTERPRISE_LEAD, '')
    .replace(/[,。.!的啊吧 ]+$/, '')
    .trim()
  if (name.length > 60) return { problem: 'too-long' }
  if (name.length < 2) return { problem: 'too-short' }
  const hasLetters = new RegExp(`[${HAN}A-Za-z]`).test(name)
  return !hasLetters ||
    isNoValue(text) ||
    isSentence(text) ||
    /[吗呢?]$|^(?:什么|怎么|为什么|问这|你|干嘛)|\d{9}/.test(name)
    ? { problem: 'enterprise-unclear' }
    : { value: name }
}

const RESPONDENT_LEAD =
  /^(?:我?(?:要|想)?(?:投诉|举报|反映)(?:的是|的)?|(?:甲方|对方|被投诉人?|被举报人?|欠款方|欠款单位)(?:单位)?(?:是|叫|为|:)|就是|是|叫)[ :,]*/

/** An answer to “whom does it concern”: as he says it. */
export function readRespondent(text: string):
  | {
      value: string
    }
  | { problem: 'too-short' | 'too-long' | 'enterprise-unclear' } {
  const name = fold(text)
    .trim()
    .replace(RESPONDENT_LEAD, '')
    .replace(/[,。.!啊吧 ]+$/, '')
    .trim()
  if (name.length > 60) return { problem: 'too-long' }
  if (name.length < 2) return { problem: 'too-short' }
  return isNoValue(text) || isNoValue(name) || isSentence(name) ? { problem: 'enterprise-unclear' } : { value: name }
}
