import type { CalendarDate } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import type { StaffRole } from '../../model/role.ts'
import type { Member } from '../../model/staff.ts'
import { brief, lines, rich, strong } from '../rich.ts'

import { day, ROLE } from './words.ts'

/** What stands on the buttons of the pages about staff. */
export const PRESS = {
  add: '添加人员',
  back: '返回名单',
  done: '返回',
  roles: '角色',
  units: '单位',
  seal: '设为涉密经办',
  unseal: '取消涉密经办',
  leave: '休假',
  backToWork: '销假',
  invite: '重发邀请',
  remove: '移除',
  cancel: '取消',
  nobody: '交回单位',
  openEnd: '回来为止',
  allUnits: '所有单位',
} as const
const ON = '✓ '
export const roleLabel = (role: StaffRole, on = false): string => `${on ? ON : ''}${ROLE[role]}`
export const unitLabel = (name: string, on = false): string => `${on ? ON : ''}${brief(name, 30)}`
export const leaveLabel = (days: number): string => (days === 1 ? '只今天' : `${days}天`)
export const deputyLabel = (name: string): string => `交给${name}`
export const asListed = (what: string): string => brief(`按名单：${what}`, 38)

/** 承办（清欠专班、税务局）、督办 */
export function postsOf({ roles, units }: Pick<Member, 'roles' | 'units'>, unitName: (id: string) => string): string {
  const of = units.map((id) => (id === '*' ? PRESS.allUnits : unitName(id))).join('、')
  return roles.map((role) => (role === 'handler' && of !== '' ? `${ROLE[role]}（${of}）` : ROLE[role])).join('、')
}

export interface MemberFacts {
  readonly name: string
  readonly posts: string
  readonly sealed: boolean
  readonly state: Member['state']
  /** The day until which an invitation that is still open may be used. */
  readonly invited?: CalendarDate | undefined
  readonly leave?: { readonly until?: CalendarDate | undefined; readonly deputy?: string | undefined } | undefined
  readonly open: number
  readonly today: CalendarDate
}

export const people = (count: number, joined: number): RichText =>
  lines(
    rich`人员 ${strong(String(count))} 位，已加入 ${joined} 位。选一位看或改：`,
    '添加：点“添加人员”，或把他的名片、他的一条消息转发到这里。',
  )
export const nobodyYet = '还没有人员。点“添加人员”，或把他的名片、他的一条消息转发到这里。'
export const memberLine = ({ name, posts, state, leave }: Omit<MemberFacts, 'open'>): string => {
  const note = state === 'invited' ? '·待加入' : leave ? '·休假' : ''
  return brief(`${name}${note} ${posts}`, 38)
}

export function memberCard(facts: MemberFacts, note?: string): RichText {
  const { name, posts, sealed, state, invited, leave, open, today } = facts
  return lines(
    note,
    rich`${strong(name)} ${posts}`,
    state === 'invited' && `还没有加入${invited ? `，邀请${day(invited, today)}前有效` : '，邀请已过期'}`,
    state === 'active' && invited !== undefined && `有一份没用的邀请，${day(invited, today)}前有效`,
    state === 'removed' && '已移除',
    sealed && '涉密经办：涉密件只发给他这样的人',
    leave &&
      `休假${leave.until ? `到${day(leave.until, today)}` : '中，回来为止'}${leave.deputy ? `，由${leave.deputy}代办` : ''}`,
    open > 0 && `在办 ${open} 件`,
  )
}

export const chooseRoles = (name: string): RichText => rich`${strong(name)} 的角色（可以有几个），点一下加上或去掉：`
export const chooseUnits = (name: string): RichText => rich`${strong(name)} 为哪些单位承办，点一下加上或去掉：`
export const chooseLeave = (name: string): RichText => rich`${strong(name)} 从今天起休假，到什么时候？`
export const chooseDeputy = (name: string, open: number): RichText =>
  rich`${strong(name)} 在办 ${open} 件，休假期间交给谁？`
export const chooseHeir = (name: string, open: number): RichText =>
  lines(rich`确定移除 ${strong(name)} 吗？移除后他收不到消息，也不能再操作。`, open > 0 && `在办 ${open} 件，交给谁？`)

export const lastRole = '至少要有一个角色。不再让他用的话，请点“移除”。'
export const needsUnit = '承办至少要有一个单位。'
export const lastAdministrator = '他是最后一位管理员，请先添加另一位管理员。'
export const onLeave = (deputy: string | undefined, given: number, back: number): string =>
  `已登记休假。${handedOver(deputy, given, back)}`
export const cameBack = '已销假。休假时交出去的件仍由接手的人办，需要的话请改派。'
export const removed = (name: string, deputy: string | undefined, given: number, back: number): string =>
  `已移除 ${name}。${handedOver(deputy, given, back)}`

function handedOver(deputy: string | undefined, given: number, back: number): string {
  const to = given > 0 && deputy ? `${given} 件交给${deputy}` : ''
  const unit = back > 0 ? `${back} 件交回单位` : ''
  return [to, unit].filter((part) => part !== '').join('，') + (to || unit ? '。' : '')
}

/** To the one who goes on with them; to a unit whose cases nobody works on any more. */
export const takesOver = (from: string, why: 'leave' | 'removed', count: number): RichText =>
  rich`${from}${why === 'leave' ? '休假' : '已离开'}，${strong(`${count} 件在办`)}交给您，请接着办：`
export const givenBack = (from: string, why: 'leave' | 'removed', count: number): RichText =>
  rich`${from}${why === 'leave' ? '休假' : '已离开'}，他在办的 ${strong(`${count} 件`)}现在没有人经办，请签收接着办：`
/** Of what is sealed no more than its number. */
export const caseLine = (number: string, category: string | undefined): string =>
  brief(`${number} ${category ?? '保密件'}`, 40)

// Bringing somebody in.
export const askName = '要添加谁？请发他的姓名（2到20个字），或转发他的名片、他的一条消息。'
export const askProperName = (card: string): string =>
  `收到了${card === '' ? '名片' : `“${brief(card, 30)}”的名片`}。他的姓名是？请发姓名（2到20个字）。`
export const badName = '姓名请写2到20个字，不带换行。'
export const chooseFirstRole = (name: string, byCard: boolean): RichText =>
  lines(
    rich`添加 ${strong(name)}，他做什么？${byCard ? '' : '选好后给您一份邀请，转发给他。'}`,
    '姓名不对的话，直接发正确的姓名。',
  )
export const chooseFirstUnit = (name: string): RichText => rich`${strong(name)} 为哪个单位承办？`
export const alreadyThere = (name: string): string => `已经有 ${name} 了：`
export const added = '已添加。请他打开这个机器人发一次 /start，不然机器人没法给他发消息。'
export const invited = (name: string, posts: string, until: CalendarDate, today: CalendarDate): RichText =>
  rich`已邀请 ${strong(name)}（${posts}），下面这条请转发给他本人。只能用一次，${day(until, today)}前有效。`
export const invitation = (link: string | undefined, code: string): string =>
  link ? `请点这个链接加入，再点“开始”：${link}` : `请打开机器人，发这一行加入：/start ${code}`
export const inPrivate = '人员请在和机器人的私聊里管理：打开私聊，发 /staff。'
export const stalePage = '这个按钮已经过时，请重新发 /staff。'

// Joining.
export const joined = (name: string, posts: string, hasCases: boolean): RichText =>
  lines(
    rich`${name}，您好，已经加入。您的角色：${strong(posts)}。`,
    hasCases
      ? '发 /list 看待办，/due 看快到期的，/help 看能用哪些操作。'
      : '发 /status 看运行状态，/help 看能用哪些操作。',
  )
export const hasJoined = (name: string, posts: string): string =>
  `${name}（${posts}）加入了。不是您邀请的话，请发 /staff 移除。`
export const invitationOver = '这份邀请已经过期，请联系管理员重新邀请。'
/** Said once: whoever was invited and comes without a code, or with one that is used up or mistyped, must learn it here. */
export const notStaff = (city: string, phone: string): string =>
  `您好，这里是${city}亲清平台工作人员的工作台，只供工作人员使用。企业咨询和反映诉求请拨 ${phone}。\n工作人员请打开管理员发的邀请链接；链接只能用一次，用不了的，请管理员重发。`
export const pressNotForYou = '只有工作人员可以操作。'
