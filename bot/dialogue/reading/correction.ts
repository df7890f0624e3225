import type { Catalog } from '../../model/catalog.ts'
import type { CalendarDate } from '../../model/instant.ts'
import { SlotName, type Slots } from '../../model/slots.ts'
import { type Reading, readAnswer } from './answer.ts'
import { LEAD, NAMES } from './correction-words.ts'
import { findAmounts } from './money.ts'
import { isName } from './names.ts'
import { readNumber } from './numerals.ts'
import { phoneIn } from './phone.ts'
import { removalOf } from './removal.ts'
import { fold } from './text.ts'
import { usccIn } from './uscc.ts'
import { confidentialIn } from './wish.ts'

export interface Correction {
  readonly slot: SlotName
  /** Absent where it was only said that this is wrong, not what is right. */
  readonly reading?: Reading
  /** He wants it left out: 电话删掉, 不留电话了. */
  readonly remove?: true
}

const WRONG =
  '(?:不对|错了?|写错了?|填错了?|打错了?|弄错了?|搞错了?|有误|有错|不正确|不准确?|要改|改一下|改下|得改|需要改|想改|重新填|重填|不是这个|少了.{0,4}|多了.{0,4}|漏了.{0,4}|少写了.{0,4}|多写了.{0,4})'
const CHANGE = '(?:改成|改为|换成|换为|变成|应该是|应该叫|应该为|应为|应是|更正为|修改为|修改成|写成|填|改)'
const SOFT = '(?:是|叫|为|:)'
const AFTER_WRONG = '(?:了|的)?[,。!、 ]*(?:应该|正确的|实际上?|其实)?(?:是|叫|为|:|改成|改为|换成)?[ :,]*'

/** 金额48万, 电话139…: the value itself says what it is. */
const READS_ALONE: ReadonlySet<SlotName> = new Set(['amountYuan', 'phone', 'uscc'])

const ASKS = /[?吗呢]$|(?:多少|几号|什么|是谁|哪个|哪里)$/
const DIGITS_ONLY = /^[ :]{0,3}[\dA-Za-z](?:[\dA-Za-z +().-]*\d)?[。.! ]*$/

/** Any words would fit these, so a place alone (2、…) corrects none of them. */
const FREE_WORDS: ReadonlySet<SlotName> = new Set(['matter', 'wish', 'respondent', 'enterprise'])
/** In whole sentences 不是 is part of what is told. */
const FREE_TEXT: ReadonlySet<SlotName> = new Set(['matter', 'wish'])
/** These are said in passing too (问题是他们不给钱), so that 是 alone does not correct them. */
const NEEDS_CHANGE: ReadonlySet<SlotName> = new Set(['matter', 'wish', 'confidential'])

/**
 * Reads a correction at the summary: 电话改成…, 金额不对，是48万, 第2项不对, 名字写错了 叫李四, 不要保密. `order` is how the
 * slots are numbered there, `given` what they hold. Null where it is none.
 */
export function readCorrection(
  text: string,
  catalog: Catalog,
  today: CalendarDate,
  order: readonly SlotName[],
  given: Slots = {},
): Correction | null {
  const folded = fold(text).trim()
  const answered = (slot: SlotName, value: string): Correction => {
    const right = FREE_TEXT.has(slot) ? value : value.replace(/[,。 ]*(?:而|并)?不[是叫].*$/s, '')
    const said = right.replace(/^[,。 ]+/, '').trim()
    return said === '' ? { slot } : { slot, reading: readAnswer(slot, said, catalog, today) }
  }
  return (
    byPlace(folded, order, answered) ??
    aboutSecrecy(folded) ??
    removed(removalOf(folded, order)) ??
    byName(folded, answered) ??
    byContrast(folded, given, answered) ??
    byValue(folded, answered) ??
    bySight(folded)
  )
}

const removed = (slot: SlotName | undefined): Correction | null => (slot ? { slot, remove: true } : null)

type Answered = (slot: SlotName, value: string) => Correction

const AND_ANOTHER =
  '(?: ?(?:和|跟|与|及|、|,) ?(?:第 ?)?(?:\\d{1,2}|[一二三四五六七八九十]{1,3})(?:项|条|个|点|号|行)?){0,3} ?[都全]?'
const PLACE = new RegExp(
  `${LEAD}(?:第 ?)?(\\d{1,2}|[一二三四五六七八九十]{1,3})(?:项|条|个|点|号|行)?(?:的?(?:内容|信息))?${AND_ANOTHER}[,、. ]*(?:${WRONG}${AFTER_WRONG}|${CHANGE}[ :,]*)(.*)$`,
  's',
)

/** 第三项是大禹集团第二分公司: with 第 and 项 a bare 是 says what is right. */
const PLACE_IS = /^第 ?(\d{1,2}|[一二三四五六七八九十]{1,3}) ?(?:项|条|行)(?:就|要)?(?:是|叫|为|:)[ :]*(.{1,60})$/

function byPlace(text: string, order: readonly SlotName[], answered: Answered): Correction | null {
  const [, place = '', said = ''] =
    PLACE.exec(text) ??
    PLACE_IS.exec(text) ??
    new RegExp(`${LEAD}第 ?(\\d{1,2}|[一二三四五六七八九十]{1,3}) ?(?:项|条|个|点|行)$`).exec(text) ??
    []
  const slot = order[(readNumber(place) ?? 0) - 1]
  return slot ? answered(slot, said) : withPlaceAlone(text, order, answered)
}

/** 9、139…: the value fits the slot of that number. Free words would always fit, and are not taken so. */
function withPlaceAlone(text: string, order: readonly SlotName[], answered: Answered): Correction | null {
  const [, place = '', value = ''] = /^(\d{1,2})[、.:， ,]+(.{2,40})$/.exec(text) ?? []
  const slot = order[Number(place) - 1]
  const correction = place && slot && !FREE_WORDS.has(slot) ? answered(slot, value) : null
  return correction?.reading && 'value' in correction.reading ? correction : null
}

function byName(text: string, answered: Answered): Correction | null {
  for (const [slot, names] of NAMES) {
    const head = `${LEAD}(?:${names})(?:号码?|那里|这里|那项|这项|一项|一栏|上)?[,、 ]*`
    const soft = NEEDS_CHANGE.has(slot) ? '' : `|${SOFT}[ :,]*(?=.)`
    const right = new RegExp(`${head}(?:${WRONG}${AFTER_WRONG}|${CHANGE}[ :,]*${soft})(.*)$`, 's').exec(text)?.[1]
    if (right !== undefined && !ASKS.test(text)) return answered(slot, right)
    const contrast = new RegExp(`${head}不是[^,，。是]{1,30}[,， ]{0,2}而?是(.{1,60})$`).exec(text)?.[1]
    if (contrast) return answered(slot, contrast)
    const [, said = ''] = (READS_ALONE.has(slot) && new RegExp(`${head}[ :]?(.{1,30})$`).exec(text)) || []
    const straight = said ? answered(slot, said) : null
    const fits = straight?.reading && 'value' in straight.reading
    if (straight && (fits || DIGITS_ONLY.test(said)) && !ASKS.test(text)) return straight
  }
  const asked = /^(?:我?(?:要|想)?)?(?:修改|改|更正|改一下|改下)[ ]?(?:一下)?(?:我的)?(.{2,8})$/.exec(text)
  const slot = NAMES.find(([, names]) => new RegExp(`^(?:${names})$`).test(asked?.[1] ?? ''))?.[0]
  return slot ? { slot } : null
}

const NOT_THIS = /不是([^,，。是]{1,30})[,，。 ]{0,2}(?:而)?(?:是|应该是)(.{1,60})$/s

/** 不是38万，是48万: what kind of thing the right one is says which slot is meant; else the wrong one, where it was given. */
function byContrast(text: string, given: Slots, answered: Answered): Correction | null {
  const turned = RIGHT_KIND_FIRST.exec(text)?.[1]
  if (turned) return answered('kind', turned)
  const [, wrong = '', right] = NOT_THIS.exec(text) ?? []
  if (right === undefined) return null
  const kind = [wrong, right].every((half) => KIND.test(half.trim())) ? answered('kind', right) : null
  const held = SlotName.options.find((slot) => given[slot] === wrong.trim())
  const person = isName(right.replace(/[,。.!了吧 ]+$/, '')) ? answered('contact', right) : null
  return kind ?? (held ? answered(held, right) : null) ?? exact(right, answered) ?? person
}

const RIGHT_KIND_FIRST = /^.{0,4}?(咨询|投诉|举报|求助|建议)[,，。 ]{0,2}不是(?:咨询|投诉|举报|求助|建议)[了吧。.!]*$/
const KIND = /^(?:咨询|投诉|举报|检举|求助|建议)[了吧。.!]*$/

/** What has a form of its own. */
function exact(value: string, answered: Answered): Correction | null {
  if (KIND.test(value)) return answered('kind', value)
  if (phoneIn(value)) return answered('phone', value)
  if (usccIn(value)) return answered('uscc', value)
  if (findAmounts(value).length === 1) return answered('amountYuan', value)
  for (const slot of ['area', 'since'] as const) {
    const found = answered(slot, value)
    if (found.reading && 'value' in found.reading) return found
  }
  return null
}

/** 应该是380万. */
function byValue(text: string, answered: Answered): Correction | null {
  const value = new RegExp(`${LEAD}(?:应该是|应该为|应为|应是|正确的是|改成|改为)[ :]*(.{1,30})$`).exec(text)?.[1]
  return value && !ASKS.test(text) ? exact(value, answered) : null
}

function aboutSecrecy(text: string): Correction | null {
  const value = text.length <= 16 && !/[?吗]/.test(text) ? confidentialIn(text) : undefined
  return value === undefined ? null : { slot: 'confidential', reading: { value } }
}

/** A bare phone or credit code can only be one thing. */
function bySight(text: string): Correction | null {
  if (!/^[\dA-Za-z +()-]{7,24}$/.test(text)) return null
  const [phone, uscc] = [phoneIn(text), usccIn(text)]
  if (phone) return { slot: 'phone', reading: { value: phone } }
  return uscc ? { slot: 'uscc', reading: { value: uscc } } : null
}
