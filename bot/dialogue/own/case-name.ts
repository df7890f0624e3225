import { showNumber } from '../../appeal/reference.ts'
import type { Appeal } from '../../model/appeal.ts'
import type { RichText } from '../../model/reply.ts'
import { KIND } from '../../texts/zh-cn/words.ts'
import { noticeText } from '../../texts/zh-cn.ts'
import type { Turn } from '../turn.ts'

/** A case as its entrepreneur is told of it: by its number and what it is about. */
export function caseName({ desk: { catalog } }: Turn, { number, category, kind }: Appeal): RichText {
  const named = category === catalog.otherwise ? undefined : catalog.categories.find(({ id }) => id === category)?.name
  return noticeText.caseName(showNumber(number), named ?? KIND[kind])
}
