import { dateOf, type Instant, timeOf } from '../../model/instant.ts'
import type { ChannelName } from '../../model/message.ts'
import type { RichText } from '../../model/reply.ts'
import { lines, strong } from '../rich.ts'
import { isLoggedOut, reasonText } from './reasons.ts'
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

/** The account is to be logged in: under the code that is to be scanned. */
export const loginWanted = (channel: ChannelName): RichText =>
  lines(
    [strong(`${CHANNEL[channel]}需要扫码登录`)],
    `请用给企业用的那个${CHANNEL[channel]}号扫一扫这个码，再在手机上确认。`,
    '码几分钟就失效，会自动换成新的；登录以前收发都停着，要发的消息都留着。',
  )

/** The same where no picture can be shown. */
export const loginElsewhere = (channel: ChannelName): string =>
  `${CHANNEL[channel]}需要扫码登录：码显示在运行程序的窗口里，请用给企业用的那个${CHANNEL[channel]}号扫一扫；码会自动换成新的。`

export const loggedIn = (channel: ChannelName, at: Instant, now: Instant): RichText =>
  lines([strong(`${CHANNEL[channel]}已登录`)], `${moment(at, now)} 登录成功，留着的消息正在补发。`)

export const loggedOut = (channel: ChannelName, at: Instant, now: Instant, reason?: string): RichText =>
  lines(
    [strong(`${CHANNEL[channel]}已退出登录，请重新扫码`)],
    `${moment(at, now)} 起${reason === undefined || isLoggedOut(reason) ? '' : `，原因：${reasonText(reason)}`}。`,
    '新的码出来就发在这里；要发的消息都留着。',
  )

/** What the line with a job's progress becomes. */
export const progressOver: RichText = ['办完了，结果见下一条消息。']
