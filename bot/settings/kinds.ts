import { z } from 'zod'

/** What the process was told, name by name. */
export type Env = Readonly<Record<string, string | undefined>>

/** A secret itself, or the file it stands in. It is in no line, error or argument list. */
export type Secret = { readonly given: string } | { readonly file: string }

export const isWeb = (text: string): boolean => /^https?:\/\//.test(text) && URL.canParse(text)

/** Another server than the one everybody knows. */
export const Root = z
  .string()
  .trim()
  .refine((text) => isWeb(text), 'is no address: give one that begins with https:// or http://')

export const filled = (what: string): z.ZodString => z.string().trim().min(1, `is empty: give ${what}, or leave it out`)

export const secretOf = (given: string | undefined, file: string | undefined): Secret | undefined =>
  given ? { given } : file ? { file } : undefined
