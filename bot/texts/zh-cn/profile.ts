import type { Catalog } from '../../model/catalog.ts'
import type { Profile } from '../../model/person.ts'
import type { RichText } from '../../model/reply.ts'
import { lines, strong } from '../rich.ts'

export const CHANGE = '修改'
export const STOP = '停止推送'

const SIZE: Readonly<Record<NonNullable<Profile['size']>, string>> = {
  large: '大型企业',
  medium: '中型企业',
  small: '小型企业',
  micro: '微型企业',
  'self-employed': '个体工商户',
}
const OWNERSHIP: Readonly<Record<NonNullable<Profile['ownership']>, string>> = {
  private: '民营',
  state: '国有',
  foreign: '外资',
  collective: '集体',
  other: '其他所有制',
}

/** 江北区，软件，小型企业，专精特新；想看：补贴 */
export function portrait({ area, industry, size, ownership, tags, topics }: Profile): string {
  const parts = [area, industry, size && SIZE[size], ownership && OWNERSHIP[ownership], ...tags]
  const told = parts.filter(Boolean).join('，') || '（没有填）'
  return topics.length > 0 ? `${told}；想看：${topics.join('、')}` : told
}

export const ask =
  '一句话说说您的企业，有合适的政策我就告诉您，例如“我们是江北区的小微软件企业，专精特新，想看补贴和融资”。'

export const kept = (profile: Profile, { pushes, quiet }: Catalog): RichText =>
  lines(
    [strong('您的企业：'), portrait(profile)],
    `有合适的新政策，经工作人员核过就发给您：每周最多${pushes.perWeek}条，${quiet.from}到次日${quiet.to}不打扰。`,
    '不对就直接说新的；不想收了说“停止推送”。',
  )

export const stopped = '好的，不再推送，为推送留的企业画像也删掉了。想收的时候说“订阅政策”。'
export const notSubscribed = '您没有订阅，不会收到推送。想收的时候说“订阅政策”。'
