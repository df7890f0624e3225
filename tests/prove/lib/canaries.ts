import { strFromU8, unzipSync } from 'fflate'
import { simplify } from '../../../knowledge/index.ts'

/** Somebody nobody else is, in every field that tells of a person. All of it invented. */
export interface Canary {
  readonly chat: string
  readonly contact: string
  readonly phone: string
  readonly enterprise: string
  /** What stands in the firm's name and in no other. */
  readonly core: string
  readonly identity: string
  readonly card: string
  readonly email: string
  readonly wechat: string
  readonly file: string
}

const stretch = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, i) => String.fromCharCode(from + i))
/** Characters that stand in no text of the bot's; those of the second kind are written otherwise in the mainland. */
const FIRST = stretch(0x73c0, 0x7400).filter((one) => simplify(one) === one)
const SECOND = stretch(0x8330, 0x83ff).filter((one) => simplify(one) === one)
const TRADITIONAL = stretch(0x9a00, 0x9a70).filter((one) => simplify(one) !== one)

/** Two of them for each; every fourth writes as they do in Hong Kong and Taiwan. */
function han(n: number): string {
  const first = n % 4 === 3 ? TRADITIONAL : FIRST
  return `${first[n % first.length]}${SECOND[Math.floor(n / first.length) % SECOND.length]}`
}

export function canary(i: number): Canary {
  const digits = String(i).padStart(4, '0')
  return {
    chat: `企业·wxid_canary${digits}`,
    contact: `欧阳${han(i)}`,
    phone: `1391577${digits}`,
    enterprise: `云州市${han(i + (20_000 % 40_000))}烘焙有限公司`,
    core: han(i + (20_000 % 40_000)),
    identity: `11010119900101${digits.slice(0, 3)}${digits.slice(3)}`,
    card: `622202150000${digits}37`,
    email: `canary${digits}@example.com`,
    wechat: `canarywx${digits}`,
    file: `身份证金丝雀${digits}.jpg`,
  }
}

/** What must stand nowhere but where it belongs. The firm's own name is the words in it, not 有限公司. */
export const secretsOf = ({
  contact,
  phone,
  core,
  identity,
  card,
  email,
  wechat,
  file,
  chat,
}: Canary): readonly string[] => [contact, phone, core, identity, card, email, wechat, file, chat.slice('企业·'.length)]

/** Finds what of many stands in a text, in one pass over it. */
export function createFinder(canaries: readonly Canary[]) {
  const owner = new Map(canaries.flatMap((one) => secretsOf(one).map((secret) => [secret, one] as const)))
  const own = `[${[...FIRST, ...TRADITIONAL].join('')}][${SECOND.join('')}]`
  const SHAPES = new RegExp(
    `欧阳..|${own}|1391577\\d{4}|11010119900101\\d{4}|622202150000\\d{6}|canary\\d{4}@example\\.com|canarywx\\d{4}|身份证金丝雀\\d{4}\\.jpg|wxid_canary\\d{4}`,
    'gu',
  )
  return (text: string): readonly { readonly secret: string; readonly of: Canary }[] =>
    [...text.matchAll(SHAPES)].flatMap(([secret]) => {
      const of = owner.get(secret)
      return of ? [{ secret, of }] : []
    })
}

/** All that can be read in a file that was made: the parts of what is zipped, too. */
export function textIn(bytes: Uint8Array): string {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  if (!isZip) return Buffer.from(bytes).toString()
  return Object.entries(unzipSync(bytes))
    .map(([name, part]) => `${name}\n${strFromU8(part)}`)
    .join('\n')
    .replace(/<[^>]*>/gu, '')
}
