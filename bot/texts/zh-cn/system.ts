import { dateOf, timeOf } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import { lines, strong } from '../rich.ts'

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
  readonly open: number
}

export const systemStatus = (facts: StatusFacts): RichText =>
  lines(
    `政策文件：第 ${facts.generation} 版${broughtBy(facts)}，${facts.documents} 份，${facts.passages} 段`,
    facts.pinned && '这一版是退回来的，重新载入之前不会变',
    facts.refused !== undefined &&
      '最近一次载入没有启用：会丢原来答得上的。发“重新载入”看会丢什么，发“强制启用”照样启用',
    facts.faulty > 0 && `有问题、没有用上的：${facts.faulty} 处`,
    facts.overdue > 0 && `过了复核日期、该再看一遍的：${facts.overdue} 份`,
    `诉求：未办结 ${facts.open} 件`,
    `待发消息：${facts.pending} 条${facts.parked > 0 ? `；多次发送失败已搁置 ${facts.parked} 条` : ''}`,
  )

function broughtBy({ at, by }: StatusFacts): string {
  return at ? `（${dateOf(at)} ${timeOf(at)} ${by ? `由${by}` : '启动时'}载入）` : ''
}
