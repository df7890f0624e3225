import type { Command } from '../../appeal/rules.ts'
import type { Appeal, Proposal } from '../../model/appeal.ts'
import type { CalendarDate } from '../../model/instant.ts'
import { brief } from '../rich.ts'
import { COMMAND } from './staff-refusals.ts'
import { day, STAFF_STATE } from './words.ts'

/** What staff are asked for when they do something, and told when it is done. */

export const chooseUnit =
  '派给哪个单位？按建议的先后列出，选一个；没列出的点“其他单位”。也可以写名称（在群里请回复这条），协办写在后面：“工信局 协办 财政局”。'
export const proposedUnit = (unit: string, co: readonly string[], why: readonly string[]): string =>
  `· ${unit}${co.length > 0 ? `，协办 ${co.join('、')}` : ''}：${why.join('；')}`
export const dispatchFirst = (command: Command, number: string): string =>
  `${number} 还没有派给单位，请先派单，再由承办单位${COMMAND[command]}。`
export const giveTo = (unit: string, co: readonly string[]): string =>
  co.length > 0 ? `派给${unit}，协办${co.join('、')}` : `派给${unit}`
export const dispatched = (number: string, unit: string, co: readonly string[]): string =>
  `${number} 已派单：${unit}${co.length > 0 ? `，协办 ${co.join('、')}` : ''}。`
export const notYoursAnyMore = (number: string): string => `${number} 已由别的单位办理，贵单位不用再办。`
export const sameUnit = (number: string, unit: string): string => `${number} 已经在${unit}，没有改动。`
export const tooBrief = '办理结果太短了，企业会看不明白，请写清楚办了什么。'
export const unknownUnit = (name: string): string => `没有叫“${brief(name, 20)}”的承办单位，请从下面选，或者发全称。`
export const accused = (unit: string): string => `${unit}是被反映的单位，这件保密或者是举报，不能交给它承办或者协办。`
export const accusedHasIt = (unit: string): string =>
  `注意：现在的承办单位${unit}正是被反映的单位，它已看不到这件，请马上改派。`
export const OTHER_UNITS = '其他单位'
export const chooseAnyUnit = '派给哪个单位？有协办的，回复这条写“工信局 协办 财政局”。'
export const chooseGround = '不予受理的原因？要另一位同事批准；批准后企业会收到原因和应走的渠道。'
export const chooseEnding = '终止办理的原因？要另一位同事批准；批准后企业会收到原因和应走的渠道。'
export const noEndings = '终止的理由清单是空的，请管理员在目录里补上。'
export const chooseRoad = '转送到哪里？企业会收到去哪里、怎么办。'
export const noRoads = '转送的渠道清单是空的，请管理员在目录里补上。'
export const chooseOutcome = '办理结果是？'
export const chooseCategory = '改成哪个类别？选一个，或者直接写名称。改类型发“改类型 投诉”。'
export const chooseKind = '改成哪个类型？'
export const unknownCategory = (name: string): string => `没有叫“${brief(name, 20)}”的类别，请从下面选。`
export const sameAsBefore = (number: string): string => `${number} 本来就是这样，没有改动。`
export const CHANGE = {
  kind: '改类型',
  against: '写被反映单位',
  sealed: '改为保密',
  open: '改为不保密',
} as const
export const CHANGED = {
  category: (name: string): string => `类别 → ${name}`,
  kind: (name: string): string => `类型 → ${name}`,
  against: (units: readonly string[]): string => `被反映单位 → ${units.length > 0 ? units.join('、') : '无'}`,
  confidential: (is: boolean): string => (is ? '改为保密件' : '改为公开件'),
} as const
export const alwaysSealed = (number: string): string =>
  `${number} 是举报，一律保密，不能改为公开。类型不对就先“改类型”，改了仍然保密；确实不用保密的再发“不保密”。`
export const whichAgainst = (number: string): string =>
  `请写被反映的单位（${number}），几个单位用顿号隔开；没有就写“无”。`
export const classified = (number: string, rows: readonly string[]): string => `${number} 已改：${rows.join('；')}。`

export const wordsFor = (command: Command, number: string): string =>
  ({
    'ask-back': `请写需要企业补充什么（发给企业，${number}）：`,
    reply: `请写给企业的话（${number}）：`,
    dispatch: chooseUnit,
    conclude: `请写办理结果（发给企业并请其评价，${number}）：`,
    return: `请写退单理由（${number}）：`,
    note: `请写内部备注（${number}）：`,
    extend: `延到哪天、为什么？例如“10天 对方在外地，要实地核对”或“12月20日 等鉴定结论”（${number}）：`,
    'send-back': `请写退回修改的意见（${number}）：`,
    supervise: `请写督办要求（${number}）：`,
    instruct: `请写批示（${number}）：`,
    refuse: `请写不批准的理由（${number}）：`,
    merge: `请发要并入的那一件的编号（把 ${number} 并过去）：`,
    contact: `${number} 是保密件，打开身份要写理由，并留痕。请写理由：`,
  })[command as 'reply'] ?? ''
export const done = (command: Command, number: string): string => `${number} 已${COMMAND[command]}。`
const TOLD: Partial<Record<Command, string>> = {
  conclude: '答复结果，等企业评价',
  pass: '答复结果，等企业评价',
  'ask-back': '请企业补正',
}
export const sent = (command: Command, number: string): string =>
  `${number} 已${TOLD[command] ?? COMMAND[command]}，内容已发给企业。`
export const toReview = (number: string): string => `${number} 结果已交审核，通过后才发给企业。`
export const returnedTwice = (number: string): string => `${number} 已退单。这是第二次退单，由督办人员决定派给谁。`

export const tooLateToExtend = (latest: CalendarDate, basis: string, today: CalendarDate): string =>
  `最晚只能延到${day(latest, today)}（${basis}）。请改一个日期，理由不用再写。`
export const notExtendable = '这类诉求的期限依规定不能延长，请抓紧办理；办不完请先“回复”企业说明进展。'
export const notLater = (due: CalendarDate, today: CalendarDate): string =>
  `现在的期限是${day(due, today)}，要延到它之后。`
export const whenExtended = (number: string): string =>
  `没看出延到哪天（${number}），请写成“10天”或者“12月20日”，理由不用再写。`
export const whyExtended = (number: string, until: CalendarDate, today: CalendarDate): string =>
  `延到${day(until, today)}的理由是？批准后会告诉企业（${number}）：`

/** What somebody put forward; its words masked. */
export function proposal({ what, by, ground, until }: ProposalFacts, today: CalendarDate): string {
  const detail = ground ? `（${ground}）` : until ? `到${day(until, today)}` : ''
  return `待批准：${by.name ?? '同事'}提出${PROPOSED[what]}${detail}`
}
export interface ProposalFacts {
  readonly what: Proposal['what']
  readonly by: Proposal['by']
  readonly ground?: string | undefined
  readonly until?: CalendarDate | undefined
}
export const PROPOSED: Readonly<Record<Proposal['what'], string>> = {
  decline: '不予受理',
  extend: '延期',
  terminate: '终止办理',
}
export const proposed = (number: string, what: Proposal['what']): string =>
  what === 'extend'
    ? `${number} 延期已报督办批准，批准前期限不变，也不告诉企业。`
    : `${number} ${PROPOSED[what]}已提出，等另一位同事批准；批准前不告诉企业。`
export const approved = (number: string, what: Proposal['what']): string =>
  `${number} 已批准${PROPOSED[what]}，已告诉企业。`
export const approvedWhat = (
  what: Proposal['what'],
  until: CalendarDate | undefined,
  ground: string | undefined,
  today: CalendarDate,
): string => `${PROPOSED[what]}${ground ? `（${ground}）` : ''}${until ? `，改为${day(until, today)}前答复` : ''}`
export const refused = (number: string, what: Proposal['what'], own: boolean): string =>
  own ? `${number} 已收回您提出的${PROPOSED[what]}。` : `${number} 没有批准${PROPOSED[what]}，已告诉提出人。`
export const outOfDate = (number: string, what: Proposal['what'], { state }: Appeal): string =>
  `${number} 现在是“${STAFF_STATE[state]}”，${PROPOSED[what]}已不适用，请选“不批准”。`
export const wasRefused = (by: string, what: Proposal['what'], reason: string): string =>
  `${by}没有批准${PROPOSED[what]}${reason ? `：${reason}` : '。'}`
export const dueBy = (due: CalendarDate, today: CalendarDate): string => `答复期限改为${day(due, today)}`
export const instruction = (by: string, text: string): string => `${by}：${text}`

export const alike = (rows: readonly { readonly number: string; readonly score: number }[]): string =>
  `可能重复：${rows.map(({ number, score }) => `${number}（相似度${Math.round(score * 100)}%）`).join('、')}。是同一件事就发“并入 编号”。`
export const noAlike = '没有找到相似的、还在办的诉求。'
export const sameTreatment = (count: number): string =>
  `举一反三：还有 ${count} 件相似的在办，可以照这件的结果答复，逐件确认：`
export const APPLY = '照此答复'
export const YES_APPLY = '确认照此答复'
export const applyAsk = (number: string, from: string, outcome: string, text: string): string =>
  `将按 ${from} 的结果答复 ${number}——${outcome}：\n${text}\n确认发给企业吗？要改内容，直接发“办结 ${outcome} 内容”。`
export const applyGone = (from: string): string => `${from} 没有可以照用的办理结果。`
export const OPEN_IT = (number: string): string => `打开 ${number}`
export const openFile = (n: number): string => `附件 ${n}`
export const instructed = (number: string, text: string): string =>
  text ? `【有新的批示】${number} ${text}` : `【有新的批示】${number}，请打开查看。`
export const advised = (unit: string, co: readonly string[], why: readonly string[]): string =>
  `建议派给：${unit}${co.length > 0 ? `，协办 ${co.join('、')}` : ''}（${why.join('；')}）`
export const proposedBecause = (text: string): string => `提出理由：${text}`
export const sealedAdvice = '保密件：不得向被反映的单位和个人透露。看身份请发“联系方式 理由”，留痕。'
export const mergeInto = (number: string): string => `并入 ${number}`
export const merge = {
  done: (number: string, into: string): string => `${number} 已并入 ${into}，有了结果会单独告诉这位企业。`,
  itself: '不能并入自己。',
  closed: (number: string): string => `${number} 已经不在办理中，不能并进去。`,
  already: (number: string, into: string): string => `${number} 本身已并入 ${into}，请并入那一件。`,
  hasOthers: (number: string): string => `${number} 下面已并有别的诉求，请反过来并，或者先拆单。`,
  sealed: '保密件和公开件不能并在一起。',
  unmerged: (number: string): string => `${number} 已拆出，单独办理。`,
} as const

export const REFERENCE = '参考'
/** Whose name is not known. */
export const COLLEAGUE = '同事'
export const READ = '看内容'
export const FILES = '附件'
/** How much the entrepreneur sent; what it says is opened by a press. */
export const cameWith = (characters: number, files: number): string =>
  [characters > 0 && `文字 ${characters} 字`, files > 0 && `图片/文件 ${files} 个`].filter(Boolean).join('，')
export const ALIKE = '同类'
export const TEMPLATES = '模板'
export const MORE = '更多操作'
export const NEXT_PAGE = '下一页'
export const moreActions = (number: string): string => `${number} 还可以：`
export const templates = '选一个模板，空白处会问您：'
export const noTemplates = '目录里还没有模板。'
export const blanks = (text: string, names: readonly string[]): string =>
  `${text}\n请依次填：${names.join('、')}（${names.length > 1 ? '用分号或换行隔开' : '直接发'}）。`
export const stillBlank = (name: string): string => `“{${name}}”还空着，没有发出，请填好再发一次。发“模板”可以逐项填。`
export const fewBlanks = (wanted: number, got: number): string =>
  `要填 ${wanted} 处，收到 ${got} 处，请用分号隔开再发一次。`
