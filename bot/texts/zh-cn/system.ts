import { dateOf, type Instant, timeOf } from '../../model/instant.ts'
import type { ChannelName } from '../../model/message.ts'
import type { RichText } from '../../model/reply.ts'
import { lines, strong } from '../rich.ts'
import { CHANNEL, moment } from './alarms.ts'
import { reasonText } from './reasons.ts'

export const reloading = '正在重新载入政策文件，完成后告诉您；期间照常答复。'
export const rollingBack = '正在退回上一版政策文件。'
export const leftAsItIs = '好的，仍用现在这一版答复。'
export const FORCE = '强制启用'
export const LEAVE = '不用了'

/** How a reload or a rollback ended, and why. */
export function kbDone(job: string, ok: boolean, refused: boolean, rows: readonly string[]): RichText {
  const back = job === 'rollback'
  const done = back ? '已退回上一版' : '载入完成'
  const not = back ? '没有退回' : '载入没有成功，仍用原来的文件答复'
  const head = refused ? '新的一版没有启用：原来答得上的会答不上' : not
  return lines([strong(ok ? done : head)], ...rows)
}

export interface StatusFacts {
  readonly generation: number
  readonly documents: number
  readonly passages: number
  readonly at?: string
  readonly by?: string
  readonly pinned?: true
  readonly refused?: unknown
  readonly faulty: number
  readonly overdue: number
  readonly pending: number
  readonly parked: number
  readonly waiting: readonly Waiting[]
  readonly open: number
  readonly now: Instant
  readonly channels: readonly {
    readonly name: ChannelName
    readonly state: 'up' | 'down'
    readonly since: Instant
    readonly reason?: string
  }[]
  readonly disk?: { readonly freeBytes: number; readonly totalBytes: number }
  readonly backupAt?: Instant
}

/** What waits to be sent on a channel for one reason; `since` when the oldest of it waits. */
export interface Waiting {
  readonly channel: ChannelName
  readonly reason: string
  readonly count: number
  readonly since: Instant
}

export const systemStatus = (facts: StatusFacts): RichText =>
  lines(
    facts.channels.length > 0 && `渠道：${facts.channels.map((one) => channelState(one, facts.now)).join('；')}`,
    `政策文件：第 ${facts.generation} 版${broughtBy(facts)}，${facts.documents} 份，${facts.passages} 段`,
    facts.pinned && '这一版是退回来的，重新载入之前不会变',
    facts.refused !== undefined &&
      '最近一次载入没有启用：会丢原来答得上的。发“重新载入”看会丢什么，发“强制启用”照样启用',
    facts.faulty > 0 && `有问题、没有用上的：${facts.faulty} 处`,
    facts.overdue > 0 && `过了复核日期、该再看一遍的：${facts.overdue} 份`,
    `诉求：未办结 ${facts.open} 件`,
    `待发消息：${facts.pending} 条${facts.parked > 0 ? `；发不出去已搁置 ${facts.parked} 条，发 /parked 看原因` : ''}`,
    ...waitingRows(facts.waiting, facts.now),
    `备份：${facts.backupAt ? `上次 ${ago(facts.backupAt, facts.now)}` : '还没有做过'}`,
    facts.disk && diskState(facts.disk),
  )

/** More reasons than these at a time are none that anybody could act on. */
const REASONS = 8

const waitingRows = (waiting: readonly Waiting[], now: Instant): readonly string[] =>
  waiting
    .slice(0, REASONS)
    .map(
      ({ channel, reason, count, since }) =>
        `· ${CHANNEL[channel]} ${count} 条，最早的从 ${moment(since, now)} 起：${reasonText(reason)}`,
    )

function channelState({ name, state, since, reason }: StatusFacts['channels'][number], now: Instant): string {
  if (state === 'up') return `${CHANNEL[name]} 正常`
  return `${CHANNEL[name]} 从 ${moment(since, now)} 起连不上${reason ? `（${reasonText(reason)}）` : ''}`
}

const DAY_MS = 86_400_000

/** A backup of long ago is none. */
function ago(at: Instant, now: Instant): string {
  const days = Math.floor((Date.parse(now) - Date.parse(at)) / DAY_MS)
  return `${moment(at, now)}${days >= 7 ? `，已过 ${days} 天，请尽快备份` : ''}`
}

function diskState({ freeBytes, totalBytes }: { readonly freeBytes: number; readonly totalBytes: number }): string {
  const share = totalBytes > 0 ? freeBytes / totalBytes : 1
  const scarce = share < 0.1 || freeBytes < 2e9
  return `磁盘：剩 ${gigabytes(freeBytes)}，共 ${gigabytes(totalBytes)}${scarce ? '——快满了，请清理；满了就什么也存不下' : ''}`
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e10 ? 1 : 0)} GB`

/** What was given up, the oldest first, `total` how many there are in all; and what waits and will go by itself. */
export function parkedList(
  given: readonly {
    readonly channel: ChannelName
    readonly since: Instant
    readonly reason: string
    readonly number?: string | undefined
    /** A group by its place, a member of staff by his name. */
    readonly whom?: string | undefined
  }[],
  total: number,
  waiting: readonly Waiting[],
  now: Instant,
): RichText {
  const comes = waiting.length > 0 && ['还在等、到时会自己发出去的：', ...waitingRows(waiting, now)].join('\n')
  if (total === 0) return lines('没有搁置的消息。', comes)
  return lines(
    [strong(`发不出去、已搁置的消息 ${total} 条`)],
    ...given.map(({ channel, since, reason, number, whom }) => {
      const which = number ? `，关于 ${number}` : ''
      return `· ${moment(since, now)} ${CHANNEL[channel]}${whom ? `·${whom}` : ''}${which}：${reasonText(reason)}`
    }),
    total > given.length && `另有 ${total - given.length} 条。`,
    '原因排除以后再发一次；排除不了的，请用别的办法告诉对方。',
    comes,
  )
}

export const backingUp = '正在备份，好了告诉您。'
export const retrying = '正在重新排队。'

function broughtBy({ at, by }: StatusFacts): string {
  return at ? `（${dateOf(at)} ${timeOf(at)} ${by ? `由${by}` : '启动时'}载入）` : ''
}

export const retried = (count: number): string =>
  count === 0 ? '没有搁置的消息。' : `搁置的 ${count} 条消息已重新排队发送；再发不出去会再提醒。`
export const notBackedUp = '备份没有做成：'
export const noBackup = '这台机器没有设置备份，无法在聊天里备份。'
export const noDocuments = '这里没有可以加入文件的文件夹。'
export const fileGone = (name: string): string => `“${name}”没有收到，请再发一次。`
