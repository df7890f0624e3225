/** What is wanted to be known of a thing, by the words that ask for it. */
const ASPECTS: readonly RegExp[] = [
  /多少|金额|额度|标准|几(?:个点|元|块|万)|比例|多高|什么价|哪一档|价格?$|最高|奖励力度/u, // how much
  /什么时候|何时|多久|几天|几个?(?:工作日|月|号)|多长时间|期限|截止|到期|啥时/u, // when
  /哪里|在哪|去哪|哪个(?:部门|窗口|单位)|地址|地点|什么部门|找谁/u, // where
  /条件|资格|哪些企业|谁能|谁可以|对象|符合|要求/u, // who
  /材料|资料|证件?(?![明书券监])|手续|带什么|准备什么/u, // which papers
  /怎[么样]|如何|流程|步骤|程序|咋/u, // how
]
/** What stands for each other in such questions; what the folder of documents says beside it comes in as an option. */
export const SAME: readonly (readonly string[])[] = [
  ['补贴', '补助金', '补助', '资助'],
  ['奖励', '奖补', '奖金'],
  ['申请', '申报', '申领'],
  ['退役军人', '退役士兵', '退伍军人', '退伍兵', '复员军人'],
  ['个体户', '个体工商户'],
  ['设备', '装备'],
  ['餐饮店', '饭店', '餐馆', '餐厅'],
  ['房租', '租金'],
  ['每月', '一个月'],
  ['每人', '一个人'],
]
/** A place makes a question another than the same of the next. */
const PLACE = /[\p{Script=Han}]{2,3}?(?:省|市|区|县|镇|街道|开发区)(?!场|民|级|内|外|直|政|委|监|里|面)/gu
const SAID_EITHER_WAY = /能不能|是不是|有没有|可不可以|会不会|要不要|算不算|行不行|不动产|不锈钢|不可抗力/gu
const DENIES = /[没未]|不(?!同|断|含|久|少)/u
const NUMBERS = /\d+(?:\.\d+)?%?/gu

/** Whether two questions want to know the same of a matter: both the amount, or one the amount and the other the papers. */
export function compareAspects(a: string, b: string): 'same' | 'one-sided' | 'different' {
  const [mine, yours] = [aspectsOf(a), aspectsOf(b)]
  if (mine.length === 0 && yours.length === 0) return 'same'
  if (mine.length === 0 || yours.length === 0) return 'one-sided'
  return mine.some((aspect) => yours.includes(aspect)) ? 'same' : 'different'
}

function aspectsOf(text: string): readonly number[] {
  return ASPECTS.flatMap((pattern, i) => (pattern.test(text) ? [i] : []))
}

/** 1, or less for each thing in which two texts cannot mean the same: other numbers, other places, one denies. */
export function conflicts(a: string, b: string): number {
  const numbers = differ(a.match(NUMBERS), b.match(NUMBERS))
  const places = differ(a.match(PLACE), b.match(PLACE))
  const denied = DENIES.test(a.replace(SAID_EITHER_WAY, '')) !== DENIES.test(b.replace(SAID_EITHER_WAY, ''))
  return PENALTY[numbers] * PENALTY[places] * (denied ? 0.5 : 1)
}

/** Both name some and not one alike; only one names any; none or shared. */
const PENALTY = { different: 0.5, missing: 0.9, same: 1 } as const

function differ(a: readonly string[] | null, b: readonly string[] | null): keyof typeof PENALTY {
  if (!a && !b) return 'same'
  if (!a || !b) return 'missing'
  return a.length === b.length && a.every((one) => b.includes(one)) ? 'same' : 'different'
}
