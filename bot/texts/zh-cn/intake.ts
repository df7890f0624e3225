import type { ReadingProblem } from '../../dialogue/reading/index.ts'
import type { Appeal, AppealNumber, Deadline } from '../../model/appeal.ts'
import type { CalendarDate } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import type { SlotName, Slots } from '../../model/slots.ts'
import { brief, lines, rich, strong } from '../rich.ts'
import { question as arrearsQuestion, factsText } from './arrears.ts'
import { promises, receipt } from './dates.ts'
import { KIND, SLOT, since, yuan } from './words.ts'

export const begin = '我先帮您登记。'
export const beginHint = '说“取消”可以随时停下。'
export const resumed = '您上次的登记还没填完，接着来。'
export const backTo = '接着刚才的登记：'

const ONE: Readonly<Record<Exclude<SlotName, 'arrears'>, string>> = {
  kind: '您这件事是咨询、投诉、举报、求助还是建议？',
  matter: '请用一两句话说说发生了什么事。',
  respondent: '您反映的是哪个单位或企业？（例如“某某建筑公司”，不知道就回“跳过”）',
  amountYuan: '涉及多少钱？（例如“38万”）',
  since: '从什么时候开始的？（例如“去年3月”）',
  enterprise: '请问您的企业名称？（个体户写店名即可）',
  area: '企业在哪个区县？',
  contact: '请问怎么称呼您？',
  phone: '请留一个能联系上您的电话。',
  uscc: '请发企业的统一社会信用代码（18位，选填）。',
  wish: '您希望怎么解决？（一句话，没有就回“跳过”）',
  confidential: '需要对被反映的一方保密吗？（回“是”或“否”）',
}

/** Two things asked for in one line, where they belong together. */
const PAIRS: readonly { readonly of: readonly [SlotName, SlotName]; readonly text: string }[] = [
  {
    of: ['amountYuan', 'since'],
    text: '欠了多少钱，从什么时候开始欠的？签合同、交付、验收的日期记得就一起说。（例如“38万，去年5月签的合同，9月验收”）',
  },
  { of: ['enterprise', 'area'], text: '请问您的企业名称，在哪个区县？' },
  { of: ['contact', 'phone'], text: '请问怎么称呼您，联系电话是多少？（例如“李明 13800000000”）' },
  { of: ['wish', 'confidential'], text: '最后一问：您希望怎么解决？需要对对方保密吗？（没有就回“跳过”）' },
]

/** The question for what is missing; things that belong together in one. */
export function question(missing: readonly SlotName[], slots: Slots): string {
  const pair = PAIRS.find(({ of }) => of.every((slot) => missing.includes(slot)))
  const first = missing[0]
  if (first === 'arrears') return arrearsQuestion(slots, missing.includes('wish'))
  if (pair) return pair.text
  return first ? ONE[first] : ''
}

/** The same where the other side was asked for. */
export const respondentUnclear = '没看明白是哪个单位或企业，写名称就行，例如“东湖区城管局”。'

export const PROBLEM: Readonly<Record<ReadingProblem, string>> = {
  'too-short': '这句太短了，我没看明白，请多说几个字。',
  'too-long': '这一项写得太长了，请简短些，例如一个名称或一句话。',
  'kind-unclear': '请选一种：咨询、投诉、举报、求助、建议。',
  'phone-unclear': '没看到电话号码，例如 13800000000 或 0411-80000000。',
  'phone-length': '电话位数不对：手机是11位，例如 13800000000；座机带区号，例如 0411-80000000。',
  'phone-prefix': '这个号码的开头不对，手机号以13到19开头，例如 13800000000。',
  'uscc-length': '信用代码应是18位，在营业执照右上角，例如 9121 开头的一串。',
  'uscc-character': '信用代码里只有数字和大写字母，没有 I、O、S、V、Z，请对照营业执照看一下。',
  'uscc-check': '这个信用代码校验不对，可能有一位写错了，请对照营业执照看一下。',
  'amount-unclear': '没看明白金额，大概的也行，例如“38万”或“8500元”。',
  'amount-unit': '请带上单位，是元还是万元？例如“38万”。',
  'amount-too-large': '这个金额太大了，请看看是不是多写了单位，例如“38万”。',
  'since-unclear': '没看明白时间，大概的也行，例如“2025年3月”或“去年3月”。',
  'since-future': '这个时间还没到，请看一下年份，例如“2025年3月”。',
  'name-unclear': '没看明白姓名，请写成“李明”或“李先生”这样。',
  'enterprise-unclear': '没看明白企业名称，请写成“云州某某有限公司”这样。',
  'area-unknown': '没找到这个区县，请写所在的区或县的名称。',
  'yes-no-unclear': '请回“是”或“否”。',
  'arrears-unclear': '没看明白。说说对方是机关、事业单位还是大企业，哪天交付或验收，例如“大企业，2025年6月交货”。',
}

export const mayStop = '这一项可以先跳过，也可以找工作人员帮您填。'
export const skipped = '好的，这项先空着。'
export const matterNeeded = '别的都可以跳过，只有这一项需要您说一句：发生了什么事。'

/** One slot as shown to the person whose it is. */
function slotText(slot: SlotName, slots: Slots): string {
  switch (slot) {
    case 'kind':
      return KIND[slots.kind ?? 'help']
    case 'matter':
      return brief(slots.matter ?? '', 80)
    case 'amountYuan':
      return slots.amountYuan === undefined ? '未填' : yuan(slots.amountYuan)
    case 'since':
      return slots.since ? since(slots.since) : '未填'
    case 'arrears':
      return slots.arrears ? factsText(slots.arrears, slots.respondent) : '未填'
    case 'confidential':
      return slots.confidential ? '是，对对方保密' : '否'
    default:
      return brief(slots[slot] ?? '未填', 60)
  }
}

const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬'

/** What was gathered, to be confirmed, in this order; `empty` was asked for and not given. */
export function summary(
  slots: Slots,
  order: readonly SlotName[],
  empty: readonly SlotName[],
  unit: string,
  attachments: number,
  owed: string | false,
): RichText {
  return lines(
    [strong('请核对：')],
    ...order.map((slot, i) => `${CIRCLED[i]} ${SLOT[slot]}：${slotText(slot, slots)}`),
    attachments > 0 && `附件：${attachments} 个`,
    empty.length > 0 && `还空着：${empty.map((slot) => SLOT[slot]).join('、')}（可以不填）`,
    owed,
    `提交后建议由${unit}办理。要改直接说，例如“电话改成13800000000”“第2项不对”。`,
  )
}

/** What was noted by now, while more is asked for. */
export function soFar(slots: Slots, order: readonly SlotName[]): RichText {
  const noted = order.filter((slot) => slots[slot] !== undefined)
  return lines(
    [strong('已经记下的：')],
    ...noted.map((slot, i) => `${CIRCLED[i]} ${SLOT[slot]}：${slotText(slot, slots)}`),
  )
}

export const alsoAsked = (question: string): string => `另问：${question}`
export const usccLater = '先没有记，可以之后再补。'
/** Of what was told while something else was asked. */
export const heardBesides = (slots: readonly SlotName[]): string =>
  `${slots.map((slot) => SLOT[slot]).join('、')}记下了。`
export const noFirmNeeded = '没有企业名称也能登记。'
export const inMatter = '这句也写进“事情”里了。'
export const alsoInMatter = '这句也写进“事情”里了；如果是另一件事，等这件提交以后再发一次，我另行登记。'
export const notHandedIn = '这件还没登记完，所以还没有进度。答完下面的，确认提交就有编号和期限。'
export const takenOut = (slot: SlotName): string => `已去掉：${SLOT[slot]}。`
export const keptForYou = '好的，登记替您留着，还没有提交。没问题时回“确认”就提交。'
export const changeOrAppend = '这句是要修改，还是加到“事情”里？'
export const changed = (slot: SlotName, slots: Slots): string => `已改：${SLOT[slot]} → ${slotText(slot, slots)}`
export const addedToMatter = '已补充到“事情”里。'
export const whichToChange = '要改哪一项？直接说，例如“电话改成13800000000”。'
export const rightValue = (slot: SlotName): string => `好的，正确的“${SLOT[slot]}”是？`
export const stillOpen = '您的登记还没提交，没问题就回“确认”。'

export interface Registered {
  readonly number: string
  readonly code: string
  readonly unit: string
  readonly deadlines: readonly Deadline[]
  readonly today: CalendarDate
  readonly head?: Appeal['head']
}

export function registered({ number, code, unit, deadlines, today, head }: Registered): RichText {
  return lines(
    rich`已登记，编号 ${strong(number)}`,
    rich`查询码 ${strong(code)}（换设备或请人代查时用，请勿转发）`,
    `建议承办单位：${unit}（受理时确定）`,
    ...promises(deadlines, today),
    receipt({ head }),
    '随时发“进度”查看；发“补充”“催办”“撤回”也可以。',
  )
}

/** Where nobody is known for longer than a login of the service: with these he is recognised again. */
export const keepSafe = (code: string): RichText =>
  rich`请把编号和查询码 ${strong(code)} 存好：我们的账号重新登录以后认不出您，凭这两样才能认回来，接着查进度、收通知。谁有这两样就会被当作您，请勿转发。`

export { promises }

export const passedOn = (number: AppealNumber | string): RichText =>
  rich`好的，已交给工作人员，编号 ${strong(number)}。`
export const attached = (count: number): string => `已收到附件，共 ${count} 个。`
