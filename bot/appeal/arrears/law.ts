import { z } from 'zod'
import data from '../../catalog/arrears.json' with { type: 'json' }
import { CalendarDate } from '../../model/instant.ts'

const article = z.string().regex(/^第.+[条款项]$/)

/** What a debtor of this kind owes by when: so many days, and by contract at most so many. Without days it sets none. */
const Term = z.strictObject({
  days: z.number().int().positive().optional(),
  most: z.number().int().positive().optional(),
  article,
})
export type Term = z.infer<typeof Term>

const Version = z.strictObject({
  year: z.number().int(),
  /** The decree that made it public. */
  made: z.string(),
  inForce: CalendarDate,
  terms: z.strictObject({ 'public-body': Term, institution: Term, 'large-firm': Term }),
  interest: z.strictObject({ perDay: z.number().positive(), article }),
  articles: z.strictObject({
    scope: article,
    size: article,
    settled: article,
    accepted: article,
    excuses: article,
    complaint: article,
    contract: article.optional(),
    reprisal: article,
    inForce: article,
  }),
})
export type Version = z.infer<typeof Version>

/** 《保障中小企业款项支付条例》 in its versions, the oldest first; every number and article was read in its text. */
export const ArrearsLaw = z.strictObject({
  name: z.string(),
  versions: z.array(Version).min(1),
  /** 民法典 on how days are counted, and on debts without a term. */
  counting: z.strictObject({ law: z.string(), firstDay: article, months: article, lastDay: article, noTerm: article }),
  /** A rate a year is spread over so many days; no law says it, so the formula shows it. */
  yearDays: z.number().int().positive(),
  /** Words in a name that tell what kind of debtor it is, looked for in this order; `…-ends` at its end only. */
  debtors: z.strictObject({
    /** Sounds like one of the kinds below, and may be none. */
    unclear: z.array(z.string()),
    other: z.array(z.string()),
    'large-firm': z.array(z.string()),
    /** A firm, large or not. */
    'company-ends': z.array(z.string()),
    institution: z.array(z.string()),
    'public-body': z.array(z.string()),
    'public-body-ends': z.array(z.string()),
  }),
})
export type ArrearsLaw = z.infer<typeof ArrearsLaw>

export const arrearsLaw: ArrearsLaw = ArrearsLaw.parse(data)

/** The version in force on a day; undefined before the first. */
export function versionOn(date: CalendarDate, law: ArrearsLaw = arrearsLaw): Version | undefined {
  return law.versions.findLast(({ inForce }) => inForce <= date)
}

/** 《保障中小企业款项支付条例》（2025年）第十七条 */
export function cite(version: Version, at: string, law: ArrearsLaw = arrearsLaw): string {
  return `《${law.name}》（${version.year}年）${at}`
}
