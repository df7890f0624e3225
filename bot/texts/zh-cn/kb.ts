import { dateOf, timeOf } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import { lines, strong } from '../rich.ts'

const SHOWN = 10

export const ADOPT = '加入'
export const DISCARD = '放弃'
export const WITHDRAW = '撤下'
export const REJOIN = '重新加入'
export const RELOAD = '重新载入'
export const ROLLBACK = '退回上一版'

export const checking = (names: readonly string[]): string =>
  `收到${names.map((name) => `“${name}”`).join('、')}，正在检查能不能作为政策文件。读懂了什么马上给您看，您确认后才加入。`
export const lost = (name: string, why: 'too-large' | 'failed'): string =>
  why === 'too-large'
    ? `“${name}”太大，机器人取不下来。请放进服务器上的政策文件夹，再发 /reload。`
    : `“${name}”没有取下来，请再发一次。`
export const WORKING = {
  adopt: '正在加入并重新载入，完成后告诉您；期间照常答复。',
  'withdraw-document': '正在撤下并重新载入，完成后告诉您；期间照常答复。',
  discard: '正在放弃。',
} as const

export interface DocumentDone {
  readonly job: 'stage' | 'adopt' | 'withdraw-document' | 'discard'
  readonly ok: boolean
  /** The new generation was not put in place, since it would answer worse. */
  readonly refused: boolean
  readonly rows: readonly string[]
  /** What can be typed where there are no buttons. */
  readonly orders: readonly string[]
}

/** What became of a document that was sent, and what can be done with it now. */
export function documentDone({ job, ok, refused, rows, orders }: DocumentDone): RichText {
  const moved = job === 'adopt' ? '放进了文件夹' : '已从文件夹拿出'
  const head = refused ? `${moved}，但新的一版没有启用：原来答得上的会答不上` : HEADS[job][ok ? 0 : 1]
  return lines([strong(head)], ...rows, orders.length > 0 && `要继续，请发：${orders.join('　或　')}`)
}

const HEADS = {
  stage: ['检查好了，读懂的是这样', '不能作为政策文件'],
  adopt: ['已加入', '没有加入成功'],
  'withdraw-document': ['已撤下', '没有撤下成功'],
  discard: ['已放弃', '没有放弃成功'],
} as const

export interface KbFacts {
  readonly generation: number
  readonly at?: string
  readonly by?: string
  readonly forced?: true
  readonly pinned?: true
  readonly documents: number
  readonly passages: number
  readonly golden?: { readonly asked: number; readonly right: number }
  readonly refused?: { readonly at: string; readonly by?: string | undefined }
  readonly faulty: number
  readonly quarantined?: readonly {
    readonly path: string
    readonly line?: number
    readonly reason: string
    readonly advice: string
  }[]
  readonly overdue: number
  readonly reviews?: readonly { readonly path: string; readonly on: string; readonly owner?: string }[]
  readonly kept?: readonly { readonly number: number; readonly at?: string; readonly by?: string }[]
}

/** How the documents stand: what answers now, what could not be used, what should be looked at again. */
export function kbStatus(facts: KbFacts): RichText {
  const { generation, documents, passages, golden, faulty, overdue, quarantined = [], reviews = [], kept = [] } = facts
  const others = kept.filter(({ number }) => number !== generation).toReversed()
  return lines(
    [strong(`政策文件：第 ${generation} 版`), built(facts)],
    `${documents} 份文件，${passages} 段`,
    golden && `例题：${golden.asked} 道，答对 ${golden.right} 道`,
    facts.pinned && '这一版是退回来的，重新载入之前不会变',
    facts.refused && `${moment(facts.refused.at)} 的载入没有启用：会丢原来答得上的`,
    faulty > 0 && [strong(`没有用上的 ${faulty} 处`)],
    ...quarantined.slice(0, SHOWN).map(({ path, line, reason, advice }) => {
      return `· ${path}${line === undefined ? '' : ` 第 ${line} 行`}：${reason}。${advice}。`
    }),
    faulty > Math.min(SHOWN, quarantined.length) && `……用 kb status 看全部`,
    overdue > 0 && [strong(`过了复核日期的 ${overdue} 份`)],
    ...reviews.slice(0, SHOWN).map(({ path, on, owner }) => `· ${path}：${on}${owner ? `，维护人 ${owner}` : ''}`),
    overdue > Math.min(SHOWN, reviews.length) && `……用 kb status 看全部`,
    others.length > 0 && `还留着：${others.map((one) => `第 ${one.number} 版${built(one)}`).join('；')}`,
    '要加入文件，把它直接发给我。',
  )
}

function built({ at, by, forced }: { readonly at?: string; readonly by?: string; readonly forced?: true }): string {
  return at ? `（${moment(at)} ${by ? `由${by}` : '启动时'}${forced ? '强制' : ''}载入）` : ''
}

const moment = (at: string): string => `${dateOf(at)} ${timeOf(at)}`
