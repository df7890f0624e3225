import type { Intake, SlotName, Slots } from '../../model/slots.ts'
import { readAll, readAnswer } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { isQuestion } from './gather.ts'

/** What is said in answer to a question that asked for something else. */

/** 我要投诉…, against somebody else than what is being told is about. */
export function isAnotherMatter(turn: Turn, line: string, asked: SlotName, { slots, editing }: Intake): boolean {
  const anew = /^我?(?:还|又|也|再|另外)*(?:要|想)?(?:再)?(?:投诉|举报|反映)/u.test(line) && line.length >= 8
  if (!anew || editing || asked === 'matter' || asked === 'respondent' || !slots.matter) return false
  if (/^我?(?:还|又|也|再|另外)/u.test(line)) return true
  if (!slots.respondent || line.length < 10) return false
  const { respondent } = readAll(line, turn.desk.catalog, turn.today)
  return respondent !== undefined && !respondent.includes(slots.respondent) && !slots.respondent.includes(respondent)
}

/** What he told before of who he is and whom it concerns stands, unless that is asked for or put right. */
export function unlessTold(read: Slots, group: readonly SlotName[], before: Slots): Slots {
  const stands = (slot: SlotName) => STANDS.includes(slot) && before[slot] !== undefined && !group.includes(slot)
  return Object.fromEntries(Object.entries(read).filter(([slot]) => !stands(slot as SlotName)))
}
const STANDS: readonly SlotName[] = ['kind', 'respondent', 'enterprise', 'area', 'contact']

const WISHFUL =
  /^(?:那就?|你们?)?(?:让|叫|要求?|希望|还我|换一?[家个]|退|赔|帮我(?!登记|填|写|看)|尽快|赶紧|赶快|马上|早点|别再?[罚来查停拖打堵收贴吵]|不准)/u

/** 换一家公司 is a wish. */
const OFFICE =
  /^(?![换找让请要希告查罚投])\p{Script=Han}{2,14}(?:局|委|厅|管委会|街道办?|派出所|税务所|镇政府|区政府|县政府|法院|公司|集团)$/u
const FIRM = /^\p{Script=Han}{2,14}(?:公司|厂|店|商行|超市|合作社|经营部|工作室|饭馆|餐馆)$/u
/** 我摆摊的，没得企业. */
export const HAS_NO_FIRM: RegExp =
  /没(?:有|得|开|办)?(?:啥|什么)?(?:企业|公司|店名|招牌|营业执照|执照)|摆(?:地?摊|个摊)|没(?:有|得|开)店|(?:店|摊子?)没(?:有|得|起)?名字?/u

/** “还我摊子”, while he is asked who he is: what he wants; “老周水泥店”, while he is asked how much: what he runs. */
export function outOfTurn(turn: Turn, line: string, asked: SlotName, { slots }: Intake): Slots | undefined {
  const mayBeHis = asked !== 'respondent' && asked !== 'enterprise' && slots.respondent !== undefined
  if (mayBeHis && FIRM.test(line)) {
    const name = readAnswer('respondent', line, turn.desk.catalog, turn.today)
    const others =
      /^(?:就是|是|对方|甲方)/u.test(line) || ('value' in name && name.value.includes(slots.respondent ?? ''))
    if ('value' in name && others) return { respondent: name.value }
    if ('value' in name && slots.enterprise === undefined) return { enterprise: name.value }
  }
  if (slots.wish !== undefined || !WISHFUL.test(line) || isQuestion(line)) return undefined
  const reading = readAnswer('wish', line, turn.desk.catalog, turn.today)
  return 'value' in reading ? { wish: reading.value } : undefined
}

/** 东湖区城管局, in answer to the last question: whom it concerns, named in full. */
export function namesOffice(line: string, group: readonly SlotName[], { respondent }: Slots): boolean {
  return group.includes('wish') && OFFICE.test(line) && (respondent === undefined || line.includes(respondent))
}
