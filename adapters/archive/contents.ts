import { z } from 'zod'
import { Fault } from '../../bot/model/fault.ts'

/** What an archive begins with, and what it ends with. */
export const ABOUT = 'backup.json'
export const SUMS = 'SHA256SUMS'

const FORMAT = 'qinqing-backup'
const VERSION = 1

/** Above this a text of ours is none. */
export const LARGEST_TEXT = 64 * 1024 * 1024

const About = z.object({
  format: z.literal(FORMAT),
  v: z.literal(VERSION),
  /** When it was made, and by which version of the program. */
  at: z.string(),
  program: z.string(),
  /** How much is in it, before it was packed. */
  files: z.number(),
  bytes: z.number(),
})
export type About = Omit<z.infer<typeof About>, 'format' | 'v'>

export function aboutText(about: About): string {
  return `${JSON.stringify({ format: FORMAT, v: VERSION, ...about })}\n`
}

/** @throws Fault `newer-format`, `damaged` */
export function aboutIn(text: string, archive: string): About {
  const read: unknown = JSON.parse(text)
  const version = z.object({ v: z.number() }).safeParse(read)
  if (version.success && version.data.v > VERSION)
    throw new Fault(
      'newer-format',
      `${archive} is of format ${version.data.v}, and this program knows ${VERSION}: restore it with the newer program that made it`,
    )
  const about = About.safeParse(read)
  if (about.success) return about.data
  throw new Fault('damaged', `${archive} does not begin as a backup does: give another`)
}

/** As `sha256sum -c` reads it. */
export function sumsText(hashes: ReadonlyMap<string, string>): string {
  return [...hashes].map(([path, hash]) => `${hash}  ${path}\n`).join('')
}

/** All that a ledger's folder holds, by path; whatever else stands in an archive is not ours, and is not written anywhere. */
const OURS = /^(?:journal|snapshot|files\/[a-z2-7]{2})\/[\w-]+(?:\.[\w-]+)*$|^keys\.jsonl$/

export const isOurs = (path: string): boolean => OURS.test(path)
