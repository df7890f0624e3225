import { z } from 'zod'
import { AppealKind } from './appeal.ts'

const id = z.string().regex(/^[a-z][a-z0-9-]*$/)

/** A responsible unit 承办单位. */
export const Unit = z.strictObject({
  id,
  name: z.string().min(2),
  short: z.string().min(2),
  also: z.array(z.string()).default([]),
})
export type Unit = z.infer<typeof Unit>

/** A matter's category, the words that speak for it, and the unit that is first responsible. */
export const Category = z.strictObject({
  id,
  name: z.string().min(2),
  unit: id,
  /** Words found in what is told; a heavier word speaks louder. */
  words: z.record(z.string().min(1), z.number().positive()),
  /** Slots asked for in this category beyond the usual. */
  asks: z.array(z.enum(['amountYuan', 'since'])).default([]),
  /** The limits profile that applies. */
  limits: id,
})
export type Category = z.infer<typeof Category>

/** Words that speak for a kind of message; `chat` is neither a question nor an appeal. */
const KindCue = z.strictObject({
  kind: z.union([AppealKind, z.literal('chat')]),
  words: z.record(z.string().min(1), z.number()),
})

/** Words of a question, and of something told that should be registered; below 0 they speak against it. */
const Cues = z.strictObject({
  asks: z.record(z.string().min(1), z.number()),
  tells: z.record(z.string().min(1), z.number()),
})

/** A time limit with what it stands on. */
export const Limit = z.strictObject({
  name: z.enum(['accept', 'transfer', 'result', 'silence']),
  length: z.number().int().positive(),
  unit: z.enum(['working-day', 'calendar-day', 'month']),
  /** Begins where this other limit of the profile ends; else when the appeal is registered. */
  after: z.enum(['accept', 'transfer']).optional(),
  /** For reasons and with approval: longer by so much, or up to so much in all, in the same unit. */
  extendable: z
    .union([z.strictObject({ by: z.number().int().positive() }), z.strictObject({ to: z.number().int().positive() })])
    .optional(),
  /** Law and article, or “本平台承诺” for what the city promises of its own accord. */
  basis: z.string().min(2),
})
export type Limit = z.infer<typeof Limit>

export const LimitsProfile = z.strictObject({ id, name: z.string(), limits: z.array(Limit) })
export type LimitsProfile = z.infer<typeof LimitsProfile>

/** A lawful ground for declining, and the road to take instead. */
const Ground = z.strictObject({ id, name: z.string().min(2), instead: z.string().min(4) })

/** All that is a city's own: data, not code. */
export const Catalog = z.strictObject({
  city: z.string().min(2),
  areas: z.array(z.strictObject({ name: z.string().min(2), also: z.array(z.string()).default([]) })),
  units: z.array(Unit).min(1),
  categories: z.array(Category).min(1),
  /** The category of what no word speaks for. */
  otherwise: id,
  kinds: z.array(KindCue),
  cues: Cues,
  limits: z.array(LimitsProfile).min(1),
  /** How long a result may stand without a word from the entrepreneur before it closes. */
  silence: Limit,
  grounds: z.array(Ground).min(1),
  /** What tells of danger to life or limb: words, or patterns as regular expressions write them. */
  danger: z.array(z.string().min(1)),
  /** The same for what holds one of those and means none (火灾保险). */
  harmless: z.array(z.string().min(1)),
  /** Working hours and telephone of the staff behind the bot, as shown to people. */
  desk: z.strictObject({ hours: z.string(), phone: z.string() }),
  pace: z.strictObject({ messages: z.number().int().positive(), seconds: z.number().int().positive() }),
  guesses: z.strictObject({ tries: z.number().int().positive(), hours: z.number().int().positive() }),
})
export type Catalog = z.infer<typeof Catalog>

/** Days off and make-up working days of the years whose arrangement is published. */
export const Holidays = z.record(
  z.string().regex(/^\d{4}$/),
  z.strictObject({ off: z.array(z.iso.date()), work: z.array(z.iso.date()) }),
)
export type Holidays = z.infer<typeof Holidays>
