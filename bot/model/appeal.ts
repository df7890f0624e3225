import { z } from 'zod'
import { CalendarDate, Instant } from './instant.ts'
import { Address, Attachment } from './message.ts'
import { StaffRole } from './role.ts'

/** 咨询 投诉 举报 求助 建议 */
export const AppealKind = z.enum(['consultation', 'complaint', 'tip-off', 'help', 'suggestion'])
export type AppealKind = z.infer<typeof AppealKind>

/** Registered, not guessable, with a check character; see `bot/appeal/reference.ts`. Stored without dashes. */
export const AppealNumber = z.string().regex(/^QQ[2-9A-HJKMNP-Z]{8}$/)
export type AppealNumber = z.infer<typeof AppealNumber>

/** An opaque id that tells nothing of the person. */
export const PersonId = z.string().min(1).max(64)
export type PersonId = z.infer<typeof PersonId>

export const Role = z.enum(['entrepreneur', ...StaffRole.options, 'system'])
export type Role = z.infer<typeof Role>

/**
 * Who did it, in which role. `name` is kept for staff only: their acts are the public record. The oldest events have
 * `staff`, before there were roles among them.
 */
export const Actor = z.strictObject({
  role: z.union([Role, z.literal('staff')]),
  id: PersonId,
  name: z.string().max(40).optional(),
  /** The unit for which a handler acted. */
  unit: z.string().optional(),
})
export type Actor = z.infer<typeof Actor>

/** 登记 受理 不予受理 派单 签收 退单 办理中 待补正 延期办理 已答复 审核中 回访 重办 督办 办结 归档 并单 撤回 转送 终止 */
export const AppealState = z.enum([
  'registered',
  'accepted',
  'declined',
  'dispatched',
  'acknowledged',
  'returned',
  'in-progress',
  'awaiting-info',
  'extended',
  'replied',
  'in-review',
  'follow-up',
  'rework',
  'supervised',
  'resolved',
  'archived',
  'merged',
  'withdrawn',
  'transferred',
  'terminated',
])
export type AppealState = z.infer<typeof AppealState>

/** What became of it: solved, explained, for reference, transferred to another road. */
export const Outcome = z.enum(['solved', 'explained', 'reference', 'transferred'])
export type Outcome = z.infer<typeof Outcome>

export const Satisfaction = z.enum(['satisfied', 'basically', 'dissatisfied', 'no-answer'])
export type Satisfaction = z.infer<typeof Satisfaction>

/** What is to have happened by a deadline, in the order of a case's life. */
export const DeadlineName = z.enum([
  'accept',
  'transfer',
  'acknowledge',
  'object',
  'result',
  'info',
  'review',
  'silence',
  'reopen',
])
export type DeadlineName = z.infer<typeof DeadlineName>

/**
 * 黄牌红牌: the handler is warned before a deadline, unit and supervisor are told at it, the leader after it. `lapse` is
 * the end of a time somebody had (to supply, to rate, to reopen): what follows then happens by itself.
 */
export const AlarmLevel = z.enum(['warning', 'yellow', 'red', 'lapse'])
export type AlarmLevel = z.infer<typeof AlarmLevel>

export const LimitUnit = z.enum(['hour', 'working-day', 'calendar-day', 'month'])
export type LimitUnit = z.infer<typeof LimitUnit>

/** A date promised or owed, with the law or promise it stands on. */
export const Deadline = z.strictObject({
  name: DeadlineName,
  due: CalendarDate,
  /** The very moment, where it is counted in hours. */
  at: Instant.optional(),
  basis: z.string(),
  /** True where the year's days off are not published yet. */
  provisional: z.boolean(),
  /** What it is counted in, and whether waiting for the entrepreneur stops it; missing in the oldest. */
  counted: LimitUnit.optional(),
  pausable: z.boolean().optional(),
  /** The law's own limit, where the city promises less time than that. */
  legal: z.strictObject({ due: CalendarDate, basis: z.string() }).optional(),
  /** The latest day to which it may be extended, where it may be. */
  latest: z.strictObject({ due: CalendarDate, basis: z.string() }).optional(),
  /** When whom is to be told; worked out with the deadline. Missing in the oldest: then after its day. */
  alarms: z.array(z.strictObject({ level: AlarmLevel, at: Instant })).optional(),
})
export type Deadline = z.infer<typeof Deadline>

/** What one has put forward and a second person has to approve: declining, extending, terminating. */
export const Proposal = z.strictObject({
  what: z.enum(['decline', 'extend', 'terminate']),
  by: Actor,
  at: Instant,
  /** The ground for declining or terminating, by its id in the catalogue. */
  ground: z.string().optional(),
  /** The day until which it is to be extended. */
  until: CalendarDate.optional(),
})
export type Proposal = z.infer<typeof Proposal>

/** 企业规模 by the national classes; 所有制. Told by the entrepreneur; for counting whether all are treated alike. */
export const EnterpriseSize = z.enum(['large', 'medium', 'small', 'micro', 'self-employed'])
export type EnterpriseSize = z.infer<typeof EnterpriseSize>
export const Ownership = z.enum(['private', 'state', 'foreign', 'collective', 'other'])
export type Ownership = z.infer<typeof Ownership>

/** Who owes: 机关, 事业单位, 大型企业, somebody else, or it is not known. */
export const Debtor = z.enum(['public-body', 'institution', 'large-firm', 'other', 'unknown'])
export type Debtor = z.infer<typeof Debtor>

/** A day as exactly as it was told: `2024`, `2024-05` or `2024-05-20`. */
const ToldDay = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/)

/** What is asked of whom public bodies and large firms owe money to; see `bot/appeal/arrears/`. */
export const ArrearsFacts = z.strictObject({
  /** As he says; else its name may tell. */
  debtor: Debtor.optional(),
  /** Whether he himself was a small or medium firm when the contract was made. */
  small: z.boolean().optional(),
  contractOn: ToldDay.optional(),
  deliveredOn: ToldDay.optional(),
  acceptedOn: ToldDay.optional(),
  /** When both sides confirmed the amount, where it is settled by progress or by the month. */
  settledOn: ToldDay.optional(),
  /** The day of payment that was agreed. */
  agreedOn: ToldDay.optional(),
  /** Paid within so many days, or months, by contract; `noTerm`: nothing was agreed. */
  termDays: z.number().int().nonnegative().max(3650).optional(),
  termMonths: z.number().int().positive().max(120).optional(),
  noTerm: z.literal(true).optional(),
  /** Interest a year in per cent, where agreed. */
  ratePercent: z.number().nonnegative().max(100).optional(),
})
export type ArrearsFacts = z.infer<typeof ArrearsFacts>

/** What the entrepreneur told, as asked for at intake; all of it personal. */
export const Particulars = z.strictObject({
  matter: z.string(),
  respondent: z.string().optional(),
  enterprise: z.string().optional(),
  contact: z.string().optional(),
  phone: z.string().optional(),
  uscc: z.string().optional(),
  wish: z.string().optional(),
  arrears: ArrearsFacts.optional(),
  attachments: z.array(Attachment).default([]),
})
export type Particulars = z.infer<typeof Particulars>

/** A line of the exchange, in the order it was said. */
export const Utterance = z.strictObject({
  at: Instant,
  by: Actor,
  kind: z.enum(['supplement', 'asked-back', 'replied', 'note', 'reason', 'feedback', 'nudge', 'instruction']),
  text: z.string(),
  attachments: z.array(Attachment).default([]),
})
export type Utterance = z.infer<typeof Utterance>

/**
 * The fold of an appeal's events (`bot/appeal/history.ts`); never written by hand.
 * What is personal stands in `personal`, which is absent once the person has been erased.
 */
export const Appeal = z.strictObject({
  v: z.literal(1),
  number: AppealNumber,
  subject: PersonId,
  state: AppealState,
  kind: AppealKind,
  category: z.string(),
  area: z.string().optional(),
  /** The lead unit 主办: proposed at registration, decided at dispatch. */
  unit: z.string(),
  /** Units that work along 协办. */
  co: z.array(z.string()),
  /** Units complained of; see `sealed`. */
  against: z.array(z.string()),
  amountYuan: z.number().nonnegative().optional(),
  since: z.string().optional(),
  size: EnterpriseSize.optional(),
  ownership: Ownership.optional(),
  confidential: z.boolean(),
  urgent: z.boolean(),
  registeredAt: Instant,
  deadlines: z.array(Deadline),
  /** The alarms given, as `name:level`; the oldest have the name alone, which stands for all of them. */
  warned: z.array(z.string()),
  /** Where it goes on once the information asked for has come, or the merger is undone. */
  resume: AppealState.optional(),
  pending: Proposal.optional(),
  handler: Actor.optional(),
  /** The handler's own chat, for what concerns him alone. */
  handlerAt: Address.optional(),
  /** The entrepreneur talks with a member of staff, and the bot keeps silent: with whom, where he is, since when. */
  talk: z.strictObject({ by: Actor, at: Address, since: Instant, heard: Instant }).optional(),
  /** What was done last that changes how it stands, and by whom; missing in the oldest. */
  last: z.strictObject({ what: z.string(), by: Actor, at: Instant }).optional(),
  reviewer: Actor.optional(),
  /** Who gave the result that stands. */
  concludedBy: Actor.optional(),
  outcome: Outcome.optional(),
  /** Why it was declined or terminated, or the road it was sent: an id in the catalogue. */
  ground: z.string().optional(),
  /** The earlier appeal that this one goes on from. */
  follows: AppealNumber.optional(),
  /** The one it was merged into; those merged into this one. */
  mergedInto: AppealNumber.optional(),
  merged: z.array(AppealNumber),
  /** Put under supervision 督办, and not resolved since. */
  listed: z.boolean(),
  acceptedAt: Instant.optional(),
  /** When it was given to the unit it is with. */
  dispatchedAt: Instant.optional(),
  acknowledgedAt: Instant.optional(),
  /** The first word or result that reached the entrepreneur from whoever works on it. */
  respondedAt: Instant.optional(),
  /** When the person was last asked for more, and when he was last given a result. */
  askedAt: Instant.optional(),
  concludedAt: Instant.optional(),
  /** When it came to any of its ends. */
  closedAt: Instant.optional(),
  satisfaction: Satisfaction.optional(),
  /** Every time it was judged, also what a rework has overtaken. */
  ratings: z.array(z.strictObject({ at: Instant, satisfaction: Satisfaction })).optional(),
  returns: z.number().int().nonnegative(),
  extensions: z.number().int().nonnegative(),
  reworks: z.number().int().nonnegative(),
  nudges: z.number().int().nonnegative(),
  lastNudgeAt: Instant.optional(),
  updatedAt: Instant,
  events: z.number().int().positive(),
  /** The last link of its chain of hashes (`bot/appeal/chain.ts`); absent where its events are older than that. */
  head: z.strictObject({ n: z.number().int().positive(), hash: z.string() }).optional(),
  personal: z
    .strictObject({
      code: z.string(),
      /** Where the person is told of it. */
      home: Address,
      particulars: Particulars,
      thread: z.array(Utterance),
    })
    .optional(),
})
export type Appeal = z.infer<typeof Appeal>

/** Its matter and whom it is about are for few eyes: a tip-off, or what was told in confidence. */
export function isSealed({ kind, confidential }: Pick<Appeal, 'kind' | 'confidential'>): boolean {
  return confidential || kind === 'tip-off'
}
