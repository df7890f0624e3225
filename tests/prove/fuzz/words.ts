import { mask, maskEnterprise, maskName, maskPhone, maskTold } from '../../../bot/appeal/redact.ts'
import { findCode, findNumbers, showNumber } from '../../../bot/appeal/reference.ts'
import { parsePeriod } from '../../../bot/appeal/time/periods.ts'
import { unitsAgainst, unitsNamed, unitsVisited } from '../../../bot/appeal/triage/against.ts'
import { dangerIn } from '../../../bot/appeal/triage/danger.ts'
import { triage } from '../../../bot/appeal/triage/triage.ts'
import { catalog } from '../../../bot/catalog/index.ts'
import { hear } from '../../../bot/dialogue/hear.ts'
import { readFind, readWanted } from '../../../bot/dialogue/office/ledger-where.ts'
import { readUntil, takeUntil } from '../../../bot/dialogue/office/until.ts'
import { portraitIn } from '../../../bot/dialogue/own/profile-words.ts'
import { arrearsIn } from '../../../bot/dialogue/reading/arrears.ts'
import {
  isCancel,
  isNo,
  isNoValue,
  isSkip,
  isYes,
  readAll,
  readAnswer,
  readArrears,
  readCorrection,
  wantsHuman,
} from '../../../bot/dialogue/reading/index.ts'
import { findAmounts, owedIn, readAmount } from '../../../bot/dialogue/reading/money.ts'
import { phoneIn, readPhone } from '../../../bot/dialogue/reading/phone.ts'
import { readSince, sinceIn } from '../../../bot/dialogue/reading/since.ts'
import { readUscc, usccIn } from '../../../bot/dialogue/reading/uscc.ts'
import { spokenVerb } from '../../../bot/dialogue/staff/verbs.ts'
import { AppealNumber, ArrearsFacts } from '../../../bot/model/appeal.ts'
import { newConversation } from '../../../bot/model/conversation.ts'
import { CalendarDate } from '../../../bot/model/instant.ts'
import { Said } from '../../../bot/model/message.ts'
import { SlotName, Slots } from '../../../bot/model/slots.ts'
import { cut, normalize, simplify } from '../../../knowledge/index.ts'
import { type Draw, pick } from '../lib/draws.ts'
import { textFrom } from './inputs.ts'
import { shown, type Target } from './target.ts'

const TODAY = '2026-11-23'
const SLOTS = SlotName.options

const of = (name: string, weight: number, look: (text: string, draw: Draw) => string | undefined): Target => ({
  name,
  weight,
  try: (draw) => look(textFrom(draw), draw),
})

function said(text: string): Said {
  const from = { channel: 'wechat', chat: 'a' } as const
  return Said.parse({ kind: 'said', id: '1', from, sender: 'a', text, attachments: [], at: `${TODAY}T02:00:00.000Z` })
}

const isDay = (since: string): boolean =>
  /^\d{4}(?:-\d{2}){0,2}$/.test(since) && (since.length < 10 || CalendarDate.safeParse(since).success)

/** What an entrepreneur or one of the staff writes. */
export const words: readonly Target[] = [
  of('reading: all that one line tells', 1, (text) => {
    const read = Slots.safeParse(readAll(text, catalog, TODAY))
    return read.success ? undefined : `reads no slots: ${shown(read.error.issues)}`
  }),
  of('reading: an answer to a question', 1, (text, draw) => {
    const slot = pick(draw, SLOTS)
    const read = readAnswer(slot, text, catalog, TODAY)
    if (!('value' in read)) return undefined
    return Slots.safeParse({ [slot]: read.value }).success ? undefined : `${slot}: ${shown(read.value)} is no value`
  }),
  of('reading: a correction', 1, (text) => {
    const read = readCorrection(text, catalog, TODAY, SLOTS)
    return read && !SLOTS.includes(read.slot) ? `corrects ${read.slot}` : undefined
  }),
  of('reading: facts of arrears', 1, (text) => {
    const answer = readArrears(text, TODAY)
    for (const facts of [arrearsIn(text, TODAY), 'value' in answer ? answer.value : undefined])
      if (facts !== undefined && !ArrearsFacts.safeParse(facts).success) return `no facts: ${shown(facts)}`
    return undefined
  }),
  of('reading: short answers', 2, (text) => {
    const answers = [isYes, isNo, isSkip, isCancel, isNoValue, wantsHuman].map((is) => is(text))
    return answers[0] && answers[1] ? 'is yes and no at once' : undefined
  }),
  of('reading: money', 2, (text) => {
    const sums = findAmounts(text)
    if (sums.some(({ yuan, start, end }) => !(yuan >= 0) || end <= start)) return `no sums: ${shown(sums)}`
    const read = readAmount(text)
    const owed = owedIn(text)
    if ('value' in read && !Slots.safeParse({ amountYuan: read.value }).success) return `no amount: ${read.value}`
    return owed !== undefined && !Number.isFinite(owed) ? `owed ${owed}` : undefined
  }),
  of('reading: telephones', 2, (text) => {
    const read = readPhone(text)
    const found = [phoneIn(text), 'value' in read ? read.value : undefined]
    const odd = found.find((phone) => phone !== undefined && !/^\+?[\d-]{7,20}$/.test(phone))
    return odd === undefined ? undefined : `no telephone: ${odd}`
  }),
  of('reading: social credit codes', 2, (text) => {
    const read = readUscc(text)
    const found = [usccIn(text), 'value' in read ? read.value : undefined]
    const odd = found.find((code) => code !== undefined && !/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code))
    return odd === undefined ? undefined : `no code: ${odd}`
  }),
  of('reading: dates', 2, (text) => {
    const read = readSince(text, TODAY)
    const found = [sinceIn(text, TODAY), 'value' in read ? read.value : undefined]
    const odd = found.find((day) => day !== undefined && !isDay(day))
    return odd === undefined ? undefined : `no day: ${odd}`
  }),
  of('reading: until when an answer is good', 2, (text) => {
    const days = [readUntil(text, TODAY), takeUntil(text, TODAY).until]
    const odd = days.find((day) => typeof day === 'string' && !CalendarDate.safeParse(day).success)
    return odd ? `no day: ${odd}` : undefined
  }),
  of('ids: numbers of cases and private codes', 3, (text) => {
    const { good } = findNumbers(text)
    const odd = good.find((number) => !AppealNumber.safeParse(number).success)
    if (odd !== undefined) return `no number: ${odd}`
    const [first] = good
    if (first !== undefined && findNumbers(showNumber(first)).good[0] !== first) return `${first} is not found again`
    const code = findCode(text)
    return code !== null && !/^[2-9A-HJKMNP-Z]{6}$/.test(code) ? `no code: ${code}` : undefined
  }),
  of('masking: what has a pattern', 2, (text) => {
    const masked = mask(text)
    if (masked.length !== text.slice(0, 20_000).length) return 'is longer or shorter than what was said'
    const seen = /(?<!\d)1[3-9]\d{9}(?!\d)/.exec(masked)?.[0]
    return seen === undefined ? undefined : `leaves ${seen}`
  }),
  of('masking: names, firms and what was told', 1, (text, draw) => {
    const name = textFrom(draw).slice(0, 20)
    maskName(name)
    maskEnterprise(name)
    maskPhone(name)
    const contact = '欧阳锦添'
    const told = { contact, phone: '13900007101', enterprise: '云州市锦添烘焙有限公司' }
    const masked = maskTold(`${text} ${contact} ${told.phone} ${told.enterprise}`, told)
    return [contact, told.phone, told.enterprise].some((one) => masked.includes(one)) ? 'leaves a name' : undefined
  }),
  of('triage', 0.6, (text) => {
    const { kind } = triage(text, catalog, cut)
    return typeof kind === 'string' ? undefined : 'is of no kind'
  }),
  of('triage: danger, and units that are named', 1, (text) => {
    dangerIn(text, catalog)
    const known = new Set(catalog.units.map(({ id }) => id))
    const odd = [...unitsNamed(text, catalog), ...unitsAgainst(text, catalog), ...unitsVisited(text, catalog)].find(
      (id) => !known.has(id),
    )
    return odd === undefined ? undefined : `no unit: ${odd}`
  }),
  of('staff: what an export or a search is to hold', 2, (text) => {
    readWanted(text, catalog, TODAY)
    readFind(text, catalog, TODAY)
    const period = parsePeriod(text)
    return period && !(CalendarDate.safeParse(period.from).success && period.from <= period.to)
      ? 'no period'
      : undefined
  }),
  of('staff: what is to be done', 2, (text) => {
    const heard = hear(said(text.slice(0, 20_000)), newConversation, [], simplify)
    const spoken = spokenVerb(heard)
    return spoken?.number !== undefined && !AppealNumber.safeParse(spoken.number).success ? 'of no number' : undefined
  }),
  of('entrepreneurs: how they tell who they are', 2, (text) => {
    portraitIn(text, undefined, undefined)
    return undefined
  }),
  of('documents and questions: the form in which they are compared', 2, (text) => {
    // But for a comma behind a numeral that becomes a figure by the first time: 第十二条之一，139.
    const bare = (one: string) => one.replace(/(?<=\d),(?=\d)/gu, '')
    const once = normalize(text)
    return bare(normalize(once)) === bare(once) ? undefined : 'is not the same a second time'
  }),
]
