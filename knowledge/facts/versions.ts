import type { PolicyDocument } from '../document.ts'
import { normalize } from '../text/normalize.ts'
import { dayBefore } from './dates.ts'

/** What laws and rules are called; notices of different organs may well have the same title and are no versions of each other. */
const LAW = /(?:法|法典|条例|规定|规则|办法|细则|解释|章程|准则|决定|通则)$/

const LONGEST_TITLE = 200

/**
 * The name that all versions of a law share, for comparing: without 中华人民共和国 and the brackets that tell the version
 * （2018年修正）, (2020-10-17), （试行 stays).
 */
export function lawName(title: string): string {
  return normalize(title.slice(0, LONGEST_TITLE))
    .replace(/[\s《》<>"]/g, '')
    .replace(/\([^()]*(?:\d{4}|修正|修订|修改)[^()]*\)/g, '')
    .replace(/^中华人民共和国(?=.)/, '')
}

/** The first day a version can have been in force: the day it says, but not before it was issued. */
function startOf({ from, date }: PolicyDocument): string | undefined {
  const issued = date?.length === 10 ? date : undefined
  return from && issued ? (from > issued ? from : issued) : (from ?? issued)
}

/**
 * The documents with what they tell of one another: of several versions of a law each older one is in force until the day
 * before the next, and each newer one not before its day; what another document `replaces` ends with that document's
 * beginning. Facts that are given stay; what was told in an earlier round is forgotten first.
 */
export function withVersions(before: readonly PolicyDocument[]): PolicyDocument[] {
  const documents = before.map(untold)
  const changed = new Map<PolicyDocument, Partial<PolicyDocument>>()
  for (const versions of familiesOf(documents)) {
    for (const [i, version] of versions.entries()) {
      const next = versions[i + 1]
      const from = version.from ?? startOf(version)
      changed.set(version, { ...(from && { from }), ...(next && endedBy(next, true)) })
    }
  }
  const named = byName(documents)
  for (const newer of documents) {
    for (const name of newer.replaces) {
      for (const older of named.get(lawName(name)) ?? []) {
        if (older === newer || lawName(older.title) === lawName(newer.title)) continue
        if ((startOf(older) ?? '') > (startOf(newer) ?? '9999')) continue
        changed.set(older, { ...changed.get(older), ...endedBy(newer, false) })
      }
    }
  }
  return documents.map((document) => settled(document, changed.get(document)))
}

function endedBy(next: PolicyDocument, sameName: boolean): Partial<PolicyDocument> {
  const start = startOf(next)
  return {
    repealedBy: sameName && next.date ? `${next.title}（${next.date}）` : next.title,
    ...(start && { until: dayBefore(start) }),
  }
}

/** What was given goes before what other documents tell, but an earlier end is an earlier end. */
function settled(document: PolicyDocument, told: Partial<PolicyDocument> | undefined): PolicyDocument {
  if (!told) return document
  const news = (['from', 'until', 'repealedBy'] as const).filter((fact) => told[fact] && !document[fact])
  if (news.length === 0) return document
  const facts = Object.fromEntries(news.map((fact) => [fact, told[fact]]))
  return { ...document, ...facts, told: news }
}

/** Without what other documents told of it the last time: they may be gone. */
function untold(document: PolicyDocument): PolicyDocument {
  const { told, from, until, repealedBy, ...rest } = document
  if (!told) return document
  return {
    ...rest,
    ...(from && !told.includes('from') && { from }),
    ...(until && !told.includes('until') && { until }),
    ...(repealedBy && !told.includes('repealedBy') && { repealedBy }),
  }
}

/** Documents that are versions of one law, each family from the oldest on; copies of one version are no family. */
function familiesOf(documents: readonly PolicyDocument[]): PolicyDocument[][] {
  const families = new Map<string, PolicyDocument[]>()
  for (const document of documents) {
    const name = lawName(document.title)
    if (!LAW.test(name.replace(/\([^()]*\)$/, '')) || !startOf(document)) continue
    const key = `${document.region ?? '全国'} ${name}`
    families.set(key, [...(families.get(key) ?? []), document])
  }
  return [...families.values()].flatMap((versions) => {
    const days = new Set(versions.map(startOf))
    if (versions.length < 2 || days.size < versions.length) return []
    return [versions.sort((a, b) => ((startOf(a) ?? '') < (startOf(b) ?? '') ? -1 : 1))]
  })
}

function byName(documents: readonly PolicyDocument[]): ReadonlyMap<string, readonly PolicyDocument[]> {
  const named = new Map<string, PolicyDocument[]>()
  for (const document of documents) {
    const names = new Set([lawName(document.title), ...(document.number ? [lawName(document.number)] : [])])
    for (const name of names) named.set(name, [...(named.get(name) ?? []), document])
  }
  return named
}

/** When a question is about: the day to look from, and how to say it. */
export interface AskedTime {
  /** YYYY-MM-DD: of a year or a month its last day, when what changed in it had changed. */
  readonly on: string
  /** 2021, 2021-03 or 2021-03-05. */
  readonly asOf: string
}

const DATE = '(\\d{4}|(?<!\\d)\\d{2})年(?:(\\d{1,2})月(?:份|(\\d{1,2})日)?)?'
const THEN = '(?:的?(?:时候|那会儿?|那时候?|那阵|那年|当时|当年|期间|前后)|底?那会儿?)'
const OLD_LAW = '(?:的|那时的|当时的)?(?:法律|法规|旧法|老规定|规定|条文|旧版|版本|版)'
const DATED = new RegExp(`${DATE}(?:${THEN}|${OLD_LAW})`)
const DATED_THEN = new RegExp(`${DATE}.{0,30}(?:当时|那时)(?:候)?(?:的|是|有|怎么|适用|执行|生效)`)
const RELATIVE = new RegExp(`(去年|前年|大前年)(?:${THEN}|${OLD_LAW})`)
const AGO: Readonly<Record<string, number>> = { 去年: 1, 前年: 2, 大前年: 3 }

/**
 * The time a question asks about the law of: “2021年的时候试用期最长多久”, “2019年签的合同，当时的规定是……”, “去年那会儿”. Undefined
 * where a year only tells which matter is meant (“2025年的补贴什么时候发”, “2021年度汇算清缴”): those are asked of today's law, and so is
 * whatever lies in the future. `today` is YYYY-MM-DD.
 */
export function askedTime(question: string, today: string): AskedTime | undefined {
  const text = normalize(question).replace(/\s/g, '')
  const relative = RELATIVE.exec(text)?.[1]
  if (relative) return timeOf(Number(today.slice(0, 4)) - (AGO[relative] ?? 1), undefined, undefined, today)
  const [, year, month, day] = DATED.exec(text) ?? DATED_THEN.exec(text) ?? []
  if (!year) return undefined
  const full = year.length === 2 ? 2000 + Number(year) : Number(year)
  return timeOf(full, month, day, today)
}

function timeOf(
  year: number,
  month: string | undefined,
  day: string | undefined,
  today: string,
): AskedTime | undefined {
  if (year < 1949) return undefined
  const m = month?.padStart(2, '0')
  const d = day?.padStart(2, '0')
  const asOf = [String(year), m, d].filter((part) => part !== undefined).join('-')
  const last = m ? new Date(Date.UTC(year, Number(m), 0)).getUTCDate() : 31
  const on = `${year}-${m ?? '12'}-${d ?? String(last).padStart(2, '0')}`
  const begun = `${year}-${m ?? '01'}-${d ?? '01'}`
  if (begun > today || Number(m ?? 1) > 12 || Number(d ?? 1) > last) return undefined
  return { on: on > today ? today : on, asOf }
}
