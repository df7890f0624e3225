import { z } from 'zod'
import { AppealKind } from '../model/appeal.ts'
import { Catalog, Holidays } from '../model/catalog.ts'

const { shape } = Catalog
const weights = z.record(z.string().min(1), z.number())

/** Words on top of the shipped ones; a weight of 0 takes a word away. */
export const Words = z.strictObject({
  categories: z.record(z.string(), weights).default({}),
  kinds: z.partialRecord(z.union([AppealKind, z.literal('chat')]), weights).default({}),
  asks: weights.default({}),
  tells: weights.default({}),
  danger: shape.danger.default([]),
  harmless: shape.harmless.default([]),
  misconduct: z.array(z.string().min(1)).default([]),
})
export type Words = z.infer<typeof Words>

/** What each file of a catalogue holds. One that is in a city's own folder takes the place of the shipped one. */
export const CityFiles = z.strictObject({
  city: Catalog.pick({
    city: true,
    areas: true,
    otherwise: true,
    desk: true,
    privacy: true,
    review: true,
    quiet: true,
    morning: true,
    digestFrom: true,
    pushes: true,
    pace: true,
    guesses: true,
  }),
  units: shape.units,
  people: shape.people.unwrap(),
  categories: shape.categories,
  kinds: shape.kinds,
  cues: shape.cues,
  danger: z.strictObject({ words: shape.danger, harmless: shape.harmless }),
  misconduct: shape.misconduct.unwrap(),
  limits: z.strictObject({ profiles: shape.limits, silence: shape.silence, common: shape.common }),
  grounds: shape.grounds,
  endings: shape.endings.unwrap(),
  roads: shape.roads.unwrap(),
  routes: shape.routes.unwrap(),
  templates: shape.templates.unwrap(),
  stewards: shape.stewards.unwrap(),
  retention: shape.retention.unwrap(),
})
export type CityFiles = z.infer<typeof CityFiles>
/** The same where some could not be understood. */
export const SomeFiles = CityFiles.partial()
export type SomeFiles = z.infer<typeof SomeFiles>

/** These two add to what is shipped. */
export const Additions = z.strictObject({ holidays: Holidays, words: Words })
export type Additions = z.infer<typeof Additions>
export const SomeAdditions = Additions.partial()
export type SomeAdditions = z.infer<typeof SomeAdditions>

export type FileName = keyof CityFiles | keyof Additions

/** The schema of every file a city may have, by its name without the ending. */
export const schemas: { readonly [name in FileName]: z.ZodType } = { ...CityFiles.shape, ...Additions.shape }
export const fileNames = Object.keys(schemas) as readonly FileName[]

/** Puts the files together. Pure; what they say of each other is checked by `checkCity`. */
export function assemble({ city, danger, limits, ...rest }: CityFiles): Catalog {
  return {
    ...city,
    ...rest,
    limits: limits.profiles,
    silence: limits.silence,
    common: limits.common,
    danger: danger.words,
    harmless: danger.harmless,
  }
}
