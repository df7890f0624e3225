import type { SlotName } from '../../model/slots.ts'
import { LEAD, NAMES } from './correction-words.ts'
import { readNumber } from './numerals.ts'

const AWAY = '(?:去掉|去除|删掉|删除|删了?|清空|不留|不填|不写|不想留|不想填)'
const NOT_WANTED = '(?:不要|不想要|别留|别填|别写)'
/** Without these there is no appeal, or nothing to ask: they can be changed only. */
const KEPT: ReadonlySet<SlotName> = new Set(['kind', 'matter', 'confidential'])
const MAY_BE_UNWANTED: ReadonlySet<SlotName> = new Set(['contact', 'phone', 'uscc'])

const NTH = '第 ?(\\d{1,2}|[一二三四五六七八九十]{1,3}) ?(?:项|条|个|行)?'
const REMOVED_PLACE = new RegExp(
  `${LEAD}(?:${AWAY}了? ?${NTH}|${NTH} ?(?:也|就|都|给我|先)?(?:${AWAY}|不要))[了吧掉。.!]*$`,
)

/** The slot that is to be left out: 电话删掉, 去掉联系人, 不留电话了, 第9项删掉. */
export function removalOf(text: string, order: readonly SlotName[]): SlotName | undefined {
  const place = REMOVED_PLACE.exec(text)
  const placed = order[(readNumber(place?.[1] ?? place?.[2] ?? '') ?? 0) - 1]
  if (placed && !KEPT.has(placed)) return placed
  return NAMES.find(([slot, names]) => {
    if (KEPT.has(slot)) return false
    const away = MAY_BE_UNWANTED.has(slot) ? `(?:${AWAY}|${NOT_WANTED})` : AWAY
    const before = `${away}(?:了|我的?|那个|这个)?(?:${names})`
    const behind = `(?:${names})(?:也|就|都|我|给我|帮我|还是|先|请)?${away}`
    return new RegExp(`${LEAD}(?:${before}|${behind})[了吧掉啊,。.! ]*$`).test(text)
  })?.[0]
}
