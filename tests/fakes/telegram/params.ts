import { badRequest } from './refusal.ts'

/** The parameters of a call, read the way the Bot API does: a form brings strings, a JSON body may bring values. */
export interface Params {
  has(name: string): boolean
  /** Empty where it is missing. */
  text(name: string): string
  number(name: string): number | undefined
  flag(name: string): boolean
  /** An object or list, as such or as its JSON. */
  json(name: string): unknown
}

export function readParams(given: Record<string, unknown>): Params {
  const of = (name: string): unknown => (Object.hasOwn(given, name) ? given[name] : undefined)
  const text = (name: string): string => {
    const value = of(name)
    if (value === undefined || value === null) return ''
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  return {
    has: (name) => text(name) !== '',
    text,
    number(name) {
      const value = text(name)
      return /^-?\d+$/.test(value) ? Number(value) : undefined
    },
    flag: (name) => ['true', 'yes', '1'].includes(text(name).toLowerCase()),
    json(name) {
      const value = of(name)
      if (typeof value !== 'string') return value ?? undefined
      if (value === '') return undefined
      try {
        return JSON.parse(value) as unknown
      } catch {
        throw badRequest(`can't parse ${name} JSON object`)
      }
    },
  }
}

export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
