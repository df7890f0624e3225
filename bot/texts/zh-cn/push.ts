import type { CalendarDate } from '../../model/instant.ts'
import type { Push } from '../../model/push.ts'
import type { PushedDocument } from '../../model/pushed-document.ts'
import type { RichText } from '../../model/reply.ts'
import type { Fit } from '../../policy/match.ts'
import { brief, lines, rich, strong } from '../rich.ts'
import { day } from './words.ts'

/** 政策找企业: what staff decide on, and what enterprises are told. */

const CHANGE = { new: '新增', changed: '有修改' } as const
const STATE: Readonly<Record<Push['state'], string>> = { proposed: '待审核', approved: '已推送', rejected: '不推送' }

const named = ({ title, change }: PushedDocument): string => `《${brief(title, 40)}》（${CHANGE[change]}）`

/** A reload brought documents that concern somebody. */
export const proposedNews = (documents: readonly { document: PushedDocument; people: number }[]): RichText =>
  lines(
    [strong('【政策找企业】'), '有政策可以推送，审核后才发给企业：'],
    ...documents.map(({ document, people }) => `· ${named(document)}　符合 ${people} 家`),
    '发“推送”查看和审核。',
  )

export const nothingToPush = '目前没有待审核的政策推送。重新载入政策文件后，符合企业订阅的会列在这里。'
export const toDecide = (count: number): string => `待审核的政策推送 ${count} 条，选一条查看：`
export const line = (push: Push, people: number): string => `${brief(push.document.title, 24)}（${people} 家）`
export const notYours = '推送由受理员或督办人员审核。'
export const gone = '没有这条推送。发“推送”看列表。'

/** What is to be decided: the document, whom it reaches and why, and the very words they would read. */
export const card = (push: Push, fits: readonly Fit[], left: number, sample: RichText | undefined): RichText =>
  lines(
    rich`${strong(named(push.document))}　${STATE[push.state]}`,
    push.document.until && `申报截止：${push.document.until}`,
    fits.length === 0 ? '现在没有企业符合。' : `符合 ${fits.length} 家：${facets(fits)}`,
    left > 0 && `其中 ${left} 家本周已收满，空出来再发。`,
    push.decidedBy &&
      `${push.decidedBy.name ?? ''} 已${push.state === 'approved' ? '批准' : '决定不推送'}，已发 ${push.told.length} 家`,
    sample && '企业会收到：',
    ...(sample ? [sample] : []),
  )

/** 关注“补贴” 3 家、专精特新 2 家: never a name. */
function facets(fits: readonly Fit[]): string {
  const counts = new Map<string, number>()
  for (const fit of fits) for (const why of reasons(fit)) counts.set(why, (counts.get(why) ?? 0) + 1)
  return [...counts].map(([why, count]) => `${why} ${count} 家`).join('、')
}

function reasons({ topics, tags, industry, size, area }: Fit): string[] {
  return [
    ...topics.map((topic) => `关注“${topic}”`),
    ...tags.map((tag) => `${tag}企业`),
    ...(industry ? [`${industry}行业`] : []),
    ...(size ? ['中小微企业'] : []),
    ...(area ? [`在${area}`] : []),
  ]
}

export const PUSH = '推送'
export const DO_NOT = '不推送'
export const approved = (told: number, left: number, later: boolean): string =>
  `已批准，${told > 0 ? `发给 ${told} 家${later ? '（现在是免打扰时间，早上发出）' : ''}` : '还没有发出'}${left > 0 ? `，另外 ${left} 家本周已收满，空出来再发` : ''}。`
export const rejected = '好的，这份不推送。'
export const decided = (push: Push): string => `这份已经处理过：${STATE[push.state]}。`

/** What an enterprise reads: what it is, why he is told, until when, how to stop. */
export const message = (document: PushedDocument, fit: Fit, today: CalendarDate): RichText =>
  lines(
    rich`有一份政策可能适合您：${strong(`《${document.title}》`)}`,
    `推荐原因：${reasons(fit).join('，')}`,
    document.until && `申报截止：${day(document.until, today)}，到期前我再提醒您一次。`,
    `想了解，直接问我，例如“${brief(document.title, 18)}怎么申请”。不想再收，回复“停止推送”。`,
  )

export const reminder = (document: PushedDocument, until: CalendarDate, today: CalendarDate): RichText =>
  lines(
    rich`提醒：${strong(`《${document.title}》`)}的申报${day(until, today)}截止。`,
    '还没办的请抓紧，怎么办可以直接问我。不想再收，回复“停止推送”。',
  )
