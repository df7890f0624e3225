import { ARREARS } from '../../appeal/arrears/arrears.ts'
import type { Intake, SlotName, Slots } from '../../model/slots.ts'
import { type Correction, isNo, isYes, readAll, readAnswer, readArrears } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { categoryOf } from './slots.ts'

/** What has a form of its own, and so is found in a line that also answers something else. */
const FORMS: readonly (readonly [SlotName, RegExp])[] = [
  ['amountYuan', /[万亿元块wk]/iu],
  ['since', /[年月日号]/u],
  ['area', /\p{Script=Han}{2}/u],
  ['phone', /\d{7}/u],
]
/** Never part of a name, as an area may be. */
const EXACT: readonly string[] = ['amountYuan', 'since', 'phone']

export interface Gathered {
  /** Everything that was read, what answers the question included. */
  readonly read: Slots
  /** Whether something of what was asked for was said by itself, in a form that needs no question. */
  readonly hits: boolean
  /** Whether anything at all was said that has a form of its own. */
  readonly structured: boolean
}

/** What an answer to the question for `asked`, and for what belongs together with it, says. */
export function gather(
  turn: Turn,
  line: string,
  asked: SlotName,
  group: readonly SlotName[],
  intake: Intake,
  correction: Correction | null,
): Gathered {
  const corrected =
    correction?.reading && 'value' in correction.reading ? { [correction.slot]: correction.reading.value } : {}
  const owed = asked === 'arrears' ? owedIn(turn, line, intake.slots) : owedBeside(turn, line, asked, intake.slots)
  const all = {
    ...corrected,
    ...owed,
    ...partiesApart(asked, withoutOwed(readAll(line, turn.desk.catalog, turn.today), owed), intake.slots),
  }
  const { read: exact, rest } = piecewise(turn, line, all, group, intake)
  const read = { ...exact, ...all }
  const hits = group.some((slot) => slot in read)
  if (asked in read) return { read, hits, structured: true }
  // Who was asked whom it concerns and gives his own name and telephone has named his own enterprise.
  const instead = asked === 'arrears' ? 'wish' : asked
  const himself = read.phone ?? read.contact ?? /(?:^|\s)我们?(?:是|叫)\p{Script=Han}{2}/u.exec(line)?.[0]
  const slot = asked === 'respondent' && himself ? 'enterprise' : instead
  const elsewhere = slot === 'wish' ? asked === 'wish' && owed.arrears && !WISHES.test(line) : read.wish !== undefined
  const bare = elsewhere
    ? {}
    : bareAnswer(
        turn,
        line,
        rest.filter((piece) => piece.replace(CALLED, '') !== read.contact),
        slot,
        group,
        intake.slots,
      )
  return { read: { ...bare, ...read }, hits, structured: Object.keys(read).length > 0 }
}

/** What was read of the debt because it was asked for says more. */
function withoutOwed(read: Slots, owed: Slots): Slots {
  const { arrears: _, ...rest } = read
  return owed.arrears ? rest : read
}

const WISHES = /尽快|赶紧|赶快|马上|早[日点]|希望|帮|催|付清|结清|给钱|要钱|解决|协调/u

/** 恒达就是个小公司, 对方是机关: what the other side is. */
const SAYS_DEBTOR =
  /^(?!我|俺|咱|本).{2,8}?(?:就|也|其实|只)*是(?:一?[个家])?(?:大|小|中|私人|私企|个人|民营|央企|机关|政府|事业).{0,6}$/u

const DEBTOR_FIRST = /^(?:大型?企业|大公司|央企|机关|事业单位|小公司|小企业)(?=[\s,，])/u

/** What is told of a debt in answer to something else (没有约定 去年5月送的货). */
function owedBeside(turn: Turn, line: string, asked: SlotName, slots: Slots): Slots {
  if (asked === 'matter' || isQuestion(line) || categoryOf(slots, turn.desk).category.id !== ARREARS) return {}
  const before = slots.arrears?.contractOn
  const reading = readArrears(line, turn.today, { asked: SAYS_DEBTOR.test(line) || DEBTOR_FIRST.test(line), before })
  return 'value' in reading ? { arrears: reading.value } : {}
}

/** The answer about a debt, and the wish that goes with it (2024年9月验收，尽快给钱); a bare 是 says that he is a small firm. */
function owedIn(turn: Turn, line: string, { arrears: held, since }: Slots): Slots {
  if (/^(?:是|是的|对|嗯+|对的)[。!]?$/u.test(line)) return { arrears: { small: true } }
  const reading = readArrears(line, turn.today, { before: held?.contractOn ?? since })
  if (!('value' in reading)) return {}
  const clauses = line.split(/[,，。;；!！\s]+/u)
  const besides = clauses.filter((clause) => 'problem' in readArrears(clause, turn.today))
  const wish = besides.filter((clause) => WISHES.test(clause)).join('，')
  return { arrears: reading.value, ...(wish && { wish }) }
}

/**
 * “大禹公司 38万 去年3月”: pieces that have a form of their own are taken out, wherever they are still wanted; the rest is
 * left for what was asked.
 */
export function piecewise(
  turn: Turn,
  line: string,
  all: Slots,
  group: readonly SlotName[],
  intake: Intake,
): { readonly read: Slots; readonly rest: readonly string[] } {
  const { catalog } = turn.desk
  const wanted = FORMS.filter(([slot]) => group.includes(slot) || intake.slots[slot] === undefined)
  const read: Slots = {}
  const rest: string[] = []
  for (const piece of line.split(/[\s,，。;；、]+/u).filter(Boolean)) {
    const form = wanted.find(([slot, looks]) => {
      if (slot in read || !looks.test(piece)) return false
      const reading = readAnswer(slot, piece, catalog, turn.today)
      if (!('value' in reading)) return false
      Object.assign(read, { [slot]: reading.value })
      return true
    })
    const known = Object.keys(readAll(piece, catalog, turn.today)).some((slot) => EXACT.includes(slot) && slot in all)
    if (!form && !known) rest.push(piece)
    else if (form?.[0] === 'area' && read.area) {
      const named = withoutArea(piece, read.area, turn)
      // 东湖区城管局 is another one than 城管局.
      rest.push(...(named.length > 0 && group.includes('respondent') ? [piece] : named))
    }
  }
  const found = Object.keys(read).length > 0 || rest.join('').length < line.replace(/[\s,，。;；、]/gu, '').length
  return { read, rest: found ? rest : [line] }
}

const ORGAN = /^(?:城管|交警|税务|工商|公安|消防|环保|住建|教育|人社|卫健|街道|法院)$/u

/** “高新区大力铸造厂” names an area and something in it. */
function withoutArea(piece: string, area: string, turn: Turn): string[] {
  const { also = [] } = turn.desk.catalog.areas.find(({ name }) => name === area) ?? {}
  const rest = [area, ...also].reduce((left, name) => left.replace(name, ''), piece).replace(/^[在的]/u, '')
  return [...rest].length >= 3 || ORGAN.test(rest) ? [rest] : []
}

/**
 * A company named in answer to “whom does it concern” is not the speaker's own, nor the other way round; and one that
 * spells out the respondent named before is the respondent.
 */
function partiesApart(asked: SlotName, { enterprise, respondent, ...read }: Slots, before: Slots): Slots {
  const spelled = enterprise && before.respondent && enterprise.includes(before.respondent) ? enterprise : undefined
  const other = spelled ?? (asked === 'enterprise' ? undefined : respondent)
  const own = spelled || asked === 'respondent' ? undefined : enterprise
  return { ...read, ...(own && { enterprise: own }), ...(other && { respondent: other }) }
}

/** What stands before one's own name. */
const CALLED = /^(?:我|本人)?(?:叫|是|姓名|名字|联系人)(?:叫|是|[:：])?/u

/** What is said about oneself or the matter, and is nobody's name. */
const A_REMARK =
  /^((?:你)?(?:倒是)?(?:说话|吭声|回话)|[啥什]么?意思|快点|赶紧|(?:我的?)?(?:电话|手机号?|微信号?)(?:就|也|都|是|同)|我们?(?:门口|楼下|隔壁|旁边|附近)|[没不还太都就](?!一).{0,4}了?$|.{1,3}(?:太|很|真)[差慢坏贵烂久难].{0,2}$|我(?!们?(公司|厂|店|家|是|叫|这))|你们|还有|催|撤|说我|那谁|马上|不满意|好几|在[^线])|没人理|接个电话/u

/** A bare “张三” or “38万”: an answer only because it was asked for. */
function bareAnswer(
  turn: Turn,
  line: string,
  rest: readonly string[],
  asked: SlotName,
  group: readonly SlotName[],
  before: Slots,
): Slots {
  if (group.includes('confidential') && (isNo(line) || /^(?:是|是的|要|要的|需要|嗯|对)[。!]?$/u.test(line))) {
    return { confidential: !isNo(line) }
  }
  if (isYes(line) || isNo(line) || rest.length === 0) return {}
  // A name is one piece; a wish may be several.
  const said = asked === 'wish' || !/\p{Script=Han}/u.test(rest.join('')) ? rest.join(' ') : (rest[0] ?? '')
  if (asked !== 'wish' && A_REMARK.test(said)) return {}
  const alone = readAnswer(asked, said, turn.desk.catalog, turn.today)
  // Whatever the surname: beside a number it is who is to be called.
  const withNumber = asked === 'contact' && 'problem' in alone
  const reading = withNumber ? readAnswer(asked, line, turn.desk.catalog, turn.today) : alone
  if (!('value' in reading)) return {}
  // “就是市监局啊” says the respondent once more, not the speaker's own enterprise.
  const repeats = asked === 'enterprise' && before.respondent && String(reading.value).includes(before.respondent)
  return repeats ? {} : { [asked]: reading.value }
}

/** 不晓得叫啥: says that he does not know. */
const UNKNOWN = /^(?:我|俺|也|真)*(?:不晓得|不知道|不清楚|搞不清|说不清|认不到|不认得|没看清)(?!.*[?吗呢])/u
/** 没写什么时候付, 没说多久给: tells of what was left open. */
const UNSAID = /(?:没有?|未)(?:写|说|约定?|定|讲)[明好过]?(?:什么时候|啥时候|几时|何时|多久|哪天)[^,，。?!]{0,8}/gu

/** Asks in so many words; a bare name or number that could be a question is the answer that was waited for. */
export function isQuestion(line: string): boolean {
  if (UNKNOWN.test(line)) return false
  return /\?|[吗呢么]$|(\p{Script=Han})不\1|怎么|咋[办弄整样搞个填写用]|几时|干嘛|干啥|如何|多久|多少|什么|哪|能不能|可不可以|是否|是不是|有没有|(?<![十好])几[天个日年]|为什么|为啥|凭什么|要不要|啥(?:时候|意思)?$|[了到上完好]没(?:有|得)?$|^有.{1,6}没(?:有)?$/u.test(
    line.replace(UNSAID, ''),
  )
}
