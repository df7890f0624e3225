import { z } from 'zod'
import { AppealKind, DeadlineName, LimitUnit, Outcome } from './appeal.ts'
import { StaffRole } from './role.ts'

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits and dashes, a letter first')

/** A responsible unit 承办单位. */
export const Unit = z.strictObject({
  id,
  name: z.string().min(2),
  short: z.string().min(2),
  also: z.array(z.string()).default([]),
  /** The area it serves, where it does not serve the whole city. */
  area: z.string().optional(),
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

const Length = z.strictObject({ length: z.number().int().positive(), unit: LimitUnit })

/** Begins where this other limit of the profile ends; else when the stage it belongs to begins. */
const after = z.enum(['accept', 'transfer']).optional()
/** For reasons and with approval: longer by so much, or up to so much in all, in the same unit. */
const extendable = z
  .union(
    [z.strictObject({ by: z.number().int().positive() }), z.strictObject({ to: z.number().int().positive() })],
    'it takes by: NUMBER or to: NUMBER',
  )
  .optional()
/** Whether waiting for the entrepreneur's 补正 stops it. */
const pausable = z.boolean().default(false)

/** A time limit with what it stands on: a row of the deployment's table. */
export const Limit = z.strictObject({
  name: DeadlineName,
  length: z.number().int().positive(),
  unit: LimitUnit,
  after,
  pausable,
  /** The handler is warned so long before. */
  warn: Length.optional(),
  extendable,
  /** Law and article, or “本平台承诺” for what the city promises of its own accord. */
  basis: z.string().min(2),
  /** The law's own limit where the city promises less: the stricter is promised, the legal one noted. */
  legal: Length.extend({ after, pausable, extendable, basis: z.string().min(2) }).optional(),
})
export type Limit = z.infer<typeof Limit>

export const LimitsProfile = z.strictObject({ id, name: z.string(), limits: z.array(Limit) })
export type LimitsProfile = z.infer<typeof LimitsProfile>

/** A lawful ground for declining or terminating, and the road to take instead. */
const Ground = z.strictObject({ id, name: z.string().min(2), instead: z.string().min(4), basis: z.string().optional() })

/** Another road an appeal can be handed to: court, arbitration, petitions, another city's hotline. */
const Road = z.strictObject({ id, name: z.string().min(2), tell: z.string().min(4) })

/** A member of staff. The name is how the house knows him; a channel's own ids are told to the channel. */
const Member = z.strictObject({
  name: z.string().trim().min(2).max(20),
  roles: z.array(StaffRole).min(1),
  /** For handlers: the units they work for; `*` for all. */
  units: z.array(z.string()).default([]),
})

/** A row of the routing table 派单目录. All that it names must fit; of several the most exact goes before. */
export const Route = z.strictObject({
  category: id.optional(),
  kind: AppealKind.optional(),
  area: z.string().optional(),
  /** One of these stands in what is told. */
  words: z.array(z.string().min(1)).optional(),
  unit: id,
  co: z.array(id).default([]),
  /** Shown with the proposal. */
  why: z.string().min(2),
  /** Law and article, or “本平台规定”. */
  basis: z.string().min(2).optional(),
})
export type Route = z.infer<typeof Route>

/** A text staff often write; what stands in {braces} is filled in. */
export const Template = z.strictObject({
  id,
  name: z.string().min(2),
  for: z.enum(['reply', 'conclude', 'ask-back', 'return', 'extend']),
  text: z.string().min(2),
})
export type Template = z.infer<typeof Template>

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 08:30, in quotes')

/** All that is a city's own: data, not code. */
export const Catalog = z.strictObject({
  city: z.string().min(2),
  areas: z.array(z.strictObject({ name: z.string().min(2), also: z.array(z.string()).default([]) })),
  units: z.array(Unit).min(1),
  categories: z.array(Category).min(1),
  /** The category of what no word speaks for. */
  otherwise: id.default('other'),
  kinds: z.array(KindCue),
  cues: Cues,
  limits: z.array(LimitsProfile).min(1),
  /** How long a result may stand without a word from the entrepreneur before it closes. */
  silence: Limit,
  /** Those of every appeal, whatever its profile: acknowledge, object, info, review, reopen. */
  common: z.array(Limit).default([]),
  /** Why an appeal may be declined; why one may be terminated; where else it may be sent. */
  grounds: z.array(Ground).min(1),
  endings: z.array(Ground).default([]),
  roads: z.array(Road).default([]),
  people: z.array(Member).default([]),
  routes: z.array(Route).default([]),
  templates: z.array(Template).default([]),
  /** The words of the eight kinds of misconduct, and the unit that follows them up. */
  misconduct: z.strictObject({ unit: id, words: z.array(z.string()) }).optional(),
  /** Which results another looks at before they are told; supervised cases always. */
  review: z
    .strictObject({
      outcomes: z.array(Outcome).default([]),
      kinds: z.array(AppealKind).default([]),
      rework: z.boolean(),
    })
    .default({ outcomes: [], kinds: [], rework: false }),
  /** No pushes and no reminders in these hours; from how many reminders on they come as one digest. */
  quiet: z.strictObject({ from: clock, to: clock }).default({ from: '21:00', to: '08:30' }),
  morning: clock.default('09:00'),
  digestFrom: z.number().int().min(2).default(4),
  /** 项目管家 of an area. */
  stewards: z
    .array(
      z.strictObject({ area: z.string(), name: z.string().min(2), unit: z.string().optional(), phone: z.string() }),
    )
    .default([]),
  /**
   * How long what is kept for, in years, and on what basis; shown with the notice. What is `of` a person is destroyed
   * when so many years have passed since his last appeal ended; what is `of` the ledger tells nothing of him, and stays.
   */
  retention: z
    .array(
      z.strictObject({
        what: z.string().min(2),
        of: z.enum(['person', 'ledger']),
        years: z.number().int().positive(),
        basis: z.string().min(2),
      }),
    )
    .default([]),
  /** At most so many pushes of policy to one person in a week. */
  pushes: z.strictObject({ perWeek: z.number().int().positive() }).default({ perWeek: 3 }),
  /** Who answers for personal data, and the version of the notice people agree to. */
  privacy: z.strictObject({ by: z.string().min(2), version: z.string() }).default({ by: '本平台', version: '1' }),
  /** What tells of danger to life or limb: words, or patterns as regular expressions write them. */
  danger: z.array(z.string().min(1)),
  /** The same for what holds one of those and means none (火灾保险). */
  harmless: z.array(z.string().min(1)),
  /** Working hours and telephone of the staff behind the bot, as shown to people. */
  desk: z.strictObject({ hours: z.string(), phone: z.string() }),
  /** So many messages of one person in so many seconds are heard; so many wrong private codes in so many hours. */
  pace: z
    .strictObject({ messages: z.number().int().positive(), seconds: z.number().int().positive() })
    .default({ messages: 60, seconds: 60 }),
  guesses: z
    .strictObject({ tries: z.number().int().positive(), hours: z.number().int().positive() })
    .default({ tries: 5, hours: 24 }),
})
export type Catalog = z.infer<typeof Catalog>

/** Days off and make-up working days of the years whose arrangement is published. */
export const Holidays = z.record(
  z.string().regex(/^\d{4}$/, 'a year such as 2027'),
  z.strictObject({ off: z.array(z.iso.date()), work: z.array(z.iso.date()) }),
)
export type Holidays = z.infer<typeof Holidays>
