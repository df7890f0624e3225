import { dateOf, type Instant, timeOf } from '../../model/instant.ts'
import type { ChannelName } from '../../model/message.ts'
import type { RichText } from '../../model/reply.ts'
import { lines, strong } from '../rich.ts'
import { day } from './words.ts'

export const CHANNEL: Readonly<Record<ChannelName, string>> = {
  terminal: '终端',
  telegram: 'Telegram',
  wechat: '微信',
  official: '公众号',
  wecom: '微信客服',
  jobs: '后台任务',
}

export const RETRY = '重新发送'

/** What goes wrong most, in words an administrator can act on; what is not known is shown as it was reported. */
const REASONS: readonly (readonly [pattern: RegExp, text: string])[] = [
  [/token|\b401\b/iu, '机器人令牌无效，请检查设置'],
  [/another instance|\b409\b/iu, '另有一个程序在用同一个机器人，请停掉其中一个'],
  [/blocked by the user/iu, '对方屏蔽了机器人'],
  [/user is deactivated/iu, '对方的账号已注销'],
  [/chat not found|group chat was deleted/iu, '找不到这个聊天，可能已解散或删除'],
  [/kicked|not a member|not enough rights|have no rights/iu, '机器人不在群里，或者在群里没有发言权限'],
  [/too many requests|\b429\b/iu, '发得太快，被限速'],
  [/no connection|refused|ENOTFOUND|ECONN|network/iu, '网络不通'],
  [/timeout|in time/iu, '等不到回应'],
]

export function reasonText(reason: string): string {
  return REASONS.find(([pattern]) => pattern.test(reason))?.[1] ?? reason
}

/** 22:10 of today, 11月22日（周日）22:10 of another day. */
export function moment(at: Instant, now: Instant): string {
  const today = dateOf(now)
  return dateOf(at) === today ? timeOf(at) : `${day(dateOf(at), today)}${timeOf(at)}`
}

function lasted(from: Instant, to: Instant): string {
  const minutes = Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 60_000))
  if (minutes < 60) return `${minutes} 分钟`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} 小时${minutes % 60 > 0 ? ` ${minutes % 60} 分钟` : ''}`
  return `${Math.floor(hours / 24)} 天${hours % 24 > 0 ? ` ${hours % 24} 小时` : ''}`
}

export const channelDown = (channel: ChannelName, since: Instant, now: Instant, reason?: string): RichText =>
  lines(
    [strong(`${CHANNEL[channel]}连不上`)],
    `从 ${moment(since, now)} 起${reason ? `：${reasonText(reason)}` : ''}。`,
    '要发的消息都留着，恢复后自动补发，到时再告诉您。发 /status 看现在的情况。',
  )

/** `since` the outage began, `at` it was over; the same moment where nothing is known of an outage. */
export const channelUp = (channel: ChannelName, since: Instant, at: Instant): RichText =>
  since < at
    ? lines(
        [strong(`${CHANNEL[channel]}已恢复`)],
        `${moment(since, at)} 断开，${moment(at, at)} 恢复，共 ${lasted(since, at)}；留着的消息正在补发。`,
      )
    : [`${CHANNEL[channel]}连接正常。`]

export const parked = (count: number): RichText =>
  lines(
    [strong(`有 ${count} 条消息发不出去，已搁置`)],
    '其他消息照常发送。发 /parked 看发给哪里、为什么；原因排除以后点“重新发送”。',
  )

export const parkedOver: RichText = ['搁置的消息都处理了，现在没有。']

/** What the line with a job's progress becomes. */
export const progressOver: RichText = ['办完了，结果见下一条消息。']
