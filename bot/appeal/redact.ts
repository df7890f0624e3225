import type { Appeal } from '../model/appeal.ts'
import { firmsIn, NO_NAME, peopleIn, SURNAMES } from './named.ts'
import { isSimple, simpler, simplerName } from './simpler.ts'

const MAX_TEXT = 20_000
const gap = '[ \\t\\u00a0\\u200b-]?'
/** How people set the digits of a telephone apart. */
const apart = '[ \\t\\n\\u00a0\\u200b._/·-]?'
const SPOKEN = '零〇一二三四五六七八九幺'

/**
 * What tells who somebody is, each with as much as may stay to be seen. In this order: a card's digits also hold a phone's.
 * Every repetition is bounded and none overlaps the next, so a long text takes time in proportion to its length.
 */
const SECRETS: readonly {
  readonly name: string
  readonly pattern: string
  readonly keep: readonly [number, number]
}[] = [
  { name: 'uscc', pattern: '(?<![0-9A-Za-z])[159ANYany][0-9A-Za-z]\\d{6}[0-9A-Za-z]{10}(?![0-9A-Za-z])', keep: [2, 4] },
  { name: 'id', pattern: `(?<!\\d)\\d{6}${gap}\\d{8}${gap}\\d{3}[\\dXx](?![0-9A-Za-z])`, keep: [3, 2] },
  { name: 'card', pattern: `(?<!\\d)(?:\\d{15,30}|\\d{4}(?:[ -]\\d{4}){2,4}(?:[ -]?\\d{1,3})?)(?!\\d)`, keep: [4, 4] },
  // One that was mistyped has a digit or two too many.
  {
    name: 'mobile',
    pattern: `(?<!\\d)(?:(?:00)?86${gap})?1${apart}[3-9](?:${apart}\\d){9}\\d{0,3}(?!\\d)`,
    keep: [3, 4],
  },
  { name: 'spoken', pattern: `(?<![${SPOKEN}])[一幺][三四五六七八九][${SPOKEN}]{9}(?![${SPOKEN}])`, keep: [3, 4] },
  { name: 'email', pattern: '[0-9A-Za-z._%+-]{1,40}@[0-9A-Za-z-]{1,40}(?:\\.[0-9A-Za-z-]{1,20}){1,3}', keep: [2, 0] },
  { name: 'wechat', pattern: '(?<=微信[号是为:： ]{0,3})[A-Za-z][0-9A-Za-z_-]{5,19}', keep: [2, 0] },
  { name: 'hotline', pattern: '(?<!\\d)[48]00[ -]?\\d{3}[ -]?\\d{4}(?!\\d)', keep: [3, 2] },
  { name: 'landline', pattern: '(?<!\\d)\\(?0\\d{2,3}\\)?[ -]?\\d{3,4}[ -]?\\d{4}(?!\\d)', keep: [3, 2] },
  {
    name: 'local',
    pattern: '(?<=(?:电话|座机|手机|传真|联系方式|[Tt]el)[号码为是:： .]{0,5})\\d{7,8}(?!\\d)',
    keep: [0, 2],
  },
]
/** A person named by what he is: 法人李明. Only behind such a word and before what cannot go on a name. */
const PERSON = `(?<=(?:法人代表|法定代表人|法人|负责人|老板娘?|联系人)(?:名字|姓名)?[是叫为: ]{0,3})(?!${NO_NAME})[${SURNAMES}][\\u4e00-\\u9fa5]{1,2}?(?=$|[^\\u4e00-\\u9fa5]|电话|手机|的|说|是|不|他|她|拖|欠|跑|失联|在|也|和|跟|已|一直|至今|拒|躲|让|叫|把|找)`
const ANY_SECRET = new RegExp(
  [...SECRETS.map(({ name, pattern }) => `(?<${name}>${pattern})`), `(?<person>${PERSON})`].join('|'),
  'g',
)

/**
 * The text with every phone, landline, identity number, bank card and social credit code hidden but for a few characters, and the
 * name of whoever is named as 法人, 负责人, 老板 or 联系人; however they are grouped, in half or full width. Texts beyond 20,000 characters are cut there.
 */
export function mask(text: string): string {
  return inSimple(text, maskPatterns)
}

/** Hides in simplified characters what is written in traditional ones; what stays to be seen is as it was written. */
function inSimple(text: string, hidden: (simple: string) => string): string {
  const simple = simpler(text)
  const masked = hidden(simple)
  if (simple === text || masked.length > text.length) return masked
  return Array.from({ length: masked.length }, (_, i) => (masked[i] === simple[i] ? text[i] : masked[i])).join('')
}

function maskPatterns(text: string): string {
  const whole = text.slice(0, MAX_TEXT)
  const folded = toHalfWidth(whole)
  let masked = ''
  let at = 0
  for (const match of folded.matchAll(ANY_SECRET)) {
    const secret = SECRETS.find(({ name }) => match.groups?.[name] !== undefined)
    masked += whole.slice(at, match.index) + (secret ? hide(match[0], ...secret.keep) : maskName(match[0]))
    at = match.index + match[0].length
  }
  return masked + whole.slice(at)
}

/** `13900000000` → `139****0000`, `0411-88888888` → `0411-******88`. */
export function maskPhone(phone: string): string {
  const masked = mask(phone)
  return masked === phone ? hide(phone, 0, 2) : masked
}

/** `张三` → `张*`; what is said instead of a name (张先生) stays. */
export function maskName(name: string): string {
  const characters = [...name.trim()]
  if (/^.{1,2}(?:先生|女士|小姐|经理|老板|总)$/u.test(name.trim())) return name.trim()
  const shown = characters.length > 1 ? 1 : 0
  return characters.map((character, i) => (i < shown || character === ' ' ? character : '*')).join('')
}

const FORMS =
  /(?:股份有限公司|有限责任公司|有限公司|分公司|公司|集团|合伙企业|合作社|事务所|经营部|工作室|商行|超市|酒店|饭店|中心|厂|店|馆|行|部|社)$/u

/** `云州市腾达机械有限公司` → `云州*****有限公司`: the first characters and the legal form stay. */
export function maskEnterprise(name: string): string {
  const form = FORMS.exec(name.trim())?.[0] ?? ''
  const own = [...name.trim().slice(0, name.trim().length - form.length)]
  const shown = own.length > 3 ? 2 : Math.min(1, own.length - 1)
  return own.map((character, i) => (i < shown ? character : '*')).join('') + form
}

const SIGN = new RegExp(`[0-9A-Za-z${SPOKEN}]`, 'g')

/** Stars for letters and digits between the first and last few; separators stay. */
function hide(secret: string, first: number, last: number): string {
  const total = [...secret.matchAll(SIGN)].length
  let seen = 0
  return secret.replace(SIGN, (character) => {
    seen++
    return seen <= first || seen > total - last ? character : '*'
  })
}

/** Full-width digits, letters, dash, brackets and blank to half width, one for one, so that places stay what they are. */
function toHalfWidth(text: string): string {
  return text.replace(/[！-～　]/g, (character) =>
    character === '　' ? ' ' : String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  )
}

/** What a person gave as his own, which must not be seen in any text of his. */
export interface OwnNames {
  readonly enterprise?: string | undefined
  readonly contact?: string | undefined
  readonly phone?: string | undefined
  /** Whom he named to be called besides, wherever he did. */
  readonly called?: readonly string[] | undefined
  /** Of whom he tells: that one is to be seen. */
  readonly respondent?: string | undefined
  /** As long as his own firm is not known, any but the one he tells of may be his. */
  readonly hidesFirms?: boolean
}

/** Hides what has a pattern, and wherever they stand the names and the number the person gave as his own. */
export function maskTold(text: string, told: OwnNames | undefined): string {
  const masked = maskKnown(maskFirms(maskIntroduced(text), told), told)
  if (isSimple(masked)) return masked
  const names = told && inSimpleNames(told)
  return inSimple(masked, (simple) => maskKnown(maskFirms(maskIntroduced(simple), names), names))
}

function inSimpleNames({ enterprise, contact, called, respondent, ...rest }: OwnNames): OwnNames {
  return {
    ...rest,
    ...(enterprise !== undefined && { enterprise: simplerName(enterprise) }),
    ...(contact !== undefined && { contact: simplerName(contact) }),
    ...(respondent !== undefined && { respondent: simplerName(respondent) }),
    ...(called && { called: called.map(simplerName) }),
  }
}

function maskKnown(text: string, told: OwnNames | undefined): string {
  const local = told?.phone?.includes('-') ? told.phone.split('-').at(-1) : undefined
  // The enterprise first: its name may hold that of its owner.
  const own: [string | undefined, (name: string) => string][] = [
    [told?.enterprise, maskEnterprise],
    [told?.enterprise && coreOf(told.enterprise), stars],
    [told?.enterprise && brandOf(told.enterprise), stars],
    [told?.contact, maskName],
    [told?.phone, maskPhone],
    [local, maskPhone],
    ...(told?.called ?? []).map((name): [string, typeof maskName] => [name, maskName]),
  ]
  const named = own.reduce(
    (left, [name, hideIt]) => (name && name.length > 1 ? left.replaceAll(name, hideIt(name)) : left),
    text,
  )
  return mask(named)
}

/** A firm by its full name: 云州顺达物流有限公司. */
const FULL_NAME = /(?<=^|[^\p{Script=Han}]|我们|[是的在和跟与向被])[\p{Script=Han}]{2,20}?有限(?:责任)?公司/gu

function maskFirms(text: string, told: OwnNames | undefined): string {
  if (!told?.hidesFirms) return text
  const { respondent = '' } = told
  const isOther = (name: string) => respondent.length > 1 && (name.includes(respondent) || respondent.includes(name))
  return text.replace(FULL_NAME, (name) => (isOther(name) ? name : maskEnterprise(name)))
}

const REGION = /^(?:[\u4e00-\u9fa5]{2,7}?(?:省|市|自治区|区|县))+/u

/** `云州市腾达机械有限公司` is mostly called 腾达机械; two characters may be any word, and stay. */
function coreOf(enterprise: string): string | undefined {
  const core = enterprise.trim().replace(FORMS, '').replace(REGION, '')
  return [...core].length > 2 && core !== enterprise ? core : undefined
}

/** What trades are called: what begins so is said of many, and names nobody. */
const TRADE =
  /^(?:物流|运输|科技|技术|信息|网络|电子|机械|设备|制造|汽车|餐饮|食品|农业|建材|建筑|建设|装饰|装修|工程|市政|园林|商贸|贸易|包装|印刷|服装|纺织|家具|化工|医药|医疗|文化|传媒|广告|教育|旅游|酒店|能源|环保|五金|塑料|金属|实业|投资|管理|劳务|咨询|服务)/u

/** `云州鑫达机械厂` is at home called 鑫达机械: the name without the place of two characters that many begin with. */
function brandOf(enterprise: string): string | undefined {
  const own = [...(coreOf(enterprise) ?? enterprise.trim())].slice(2).join('')
  return [...own].length > 3 && !TRADE.test(own) ? own : undefined
}

function stars(name: string): string {
  return [...name].map((character, i) => (i === 0 ? character : '*')).join('')
}

/** What is known of who somebody is: what he gave as his own, and whoever he named in all that he wrote. */
export function namesTold({ personal, urgent }: Pick<Appeal, 'personal' | 'urgent'>): OwnNames | undefined {
  if (!personal) return undefined
  const { particulars, thread } = personal
  const said = thread.flatMap(({ by, text }) => (by.role === 'entrepreneur' ? [text] : []))
  const called = [particulars.matter, particulars.wish, ...said].flatMap((text) => peopleIn(simpler(text ?? '')))
  // Where life is in danger a firm is where it is.
  return { ...particulars, called, hidesFirms: !(particulars.enterprise || urgent) }
}

/** Hides enterprise and name of one who introduces himself, and of whoever is to be called, wherever they stand in what he says. */
function maskIntroduced(text: string): string {
  const whole = text.slice(0, MAX_TEXT)
  const unfirmed = firmsIn(whole).reduce((left, firm) => left.replaceAll(firm, maskEnterprise(firm)), text)
  return peopleIn(whole).reduce((left, name) => left.replaceAll(name, maskName(name)), unfirmed)
}
