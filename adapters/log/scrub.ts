/**
 * What must not stand in a line, whoever wrote it: secrets first, for their digits look like telephones. Every repetition is
 * bounded, so that a long text takes time in proportion to its length.
 */
const SECRETS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // postgres://user:password@host, https://user:password@proxy; a password may hold an @.
  // What a remedy shows as an example stays.
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)(?!USER:PASSWORD@HOST)[^\s/?#"'<>]{1,300}@/gi, '$1***@'],
  // …?access_token=, &secret=, password=…
  [
    /\b((?:[a-z]{1,12}[_-]?){0,3}(?:token|secret|passw(?:or)?d|pwd|api_?key|ticket|signature|cookie)\s?=\s?["']?)[^\s&"',;}<>]{1,2000}/gi,
    '$1***',
  ],
  // "appsecret": "…", token: …, where what follows is no word of ours.
  [
    /\b((?:[a-z]{1,12}[_-]?){0,3}(?:token|secret|passw(?:or)?d|pwd|api_?key|ticket|signature|cookie)["']?:\s?)(?:"(?!…")[^"]{1,2000}"|'[^']{1,2000}'|(?=[^\s\d]{0,100}\d)[^\s&"',;}<>]{8,2000})/gi,
    '$1***',
  ],
  [/\b(bearer)\s{1,3}[A-Za-z0-9._~+/=-]{8,2000}/gi, '$1 ***'],
  // “basic settings” is no secret.
  [/\b([Bb]asic|BASIC)\s{1,3}(?=[a-z]{0,300}[A-Z0-9+/=])[A-Za-z0-9+/=]{8,2000}/g, '$1 ***'],
  [/\bwhsec_[A-Za-z0-9+/=_-]{8,200}/g, 'whsec_***'],
  [/\bAGE-SECRET-KEY-1[A-Z0-9]{20,120}/gi, 'AGE-SECRET-KEY-***'],
  // Telegram's tokens, also within the path of an address.
  [/\d{5,12}:[A-Za-z0-9_-]{20,80}/g, '***'],
  // A link into the console.
  [/([?&]code=)[^\s&"'<>]{1,200}/gi, '$1***'],
]
const gap = '[ \\t\\u00a0.·-]?'
const PERSONAL = new RegExp(
  [
    '(?<![0-9A-Za-z])[159ANYany][0-9A-Za-z]\\d{6}[0-9A-Za-z]{10}(?![0-9A-Za-z])', // 统一社会信用代码
    `(?<!\\d)\\d{6}${gap}\\d{8}${gap}\\d{3}[\\dXx](?![0-9A-Za-z])`, // 身份证号
    '(?<![\\d.])(?:\\d{15,30}|[1-9]\\d{3}(?:[ -]\\d{4}){2,4}(?:[ -]?\\d{1,3})?)(?!\\d)', // bank cards
    `(?<![\\d.])(?:(?:\\+|00)?86${gap})?1${gap}[3-9](?:${gap}\\d){9}(?!\\d)`, // mobiles
    '(?<![\\d.:T-])\\(?0[1-9]\\d{1,2}\\)?[ -]\\d{3,4}[ -]?\\d{4}(?!\\d)', // landlines
    '[0-9A-Za-z._%+-]{1,40}@[0-9A-Za-z-]{1,40}(?:\\.[0-9A-Za-z-]{1,20}){1,3}', // e-mail
  ].join('|'),
  'g',
)
const LONGEST = 4_000

/** The text without secrets, telephones, numbers of identity, of firms and of cards; longer than 4,000 characters it is cut. */
export function scrub(text: string): string {
  const whole = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return SECRETS.reduce((left, [pattern, instead]) => left.replace(pattern, instead), whole).replace(PERSONAL, '***')
}

/** What a library quotes may be anybody's words; a name of its own (`relation "entries"`) or a path may stay. */
const QUOTED = /"[^"]{0,2000}"|'[^']{0,2000}'|`[^`]{0,2000}`/g
const ITS_OWN = /^.(?:[A-Za-z_][\w.-]{0,39}|\/[\w./-]{1,200}).$/
const HAN = /[\p{Script=Han}][\p{Script=Han}\d\s、，。：；·（）()《》“”A-Za-z*-]{0,2000}/gu

/** The message of an error that none of us wrote: it quotes nobody, and names nobody in Chinese, where every line of ours would be English. */
export function scrubForeign(text: string): string {
  const unquoted = text.slice(0, LONGEST).replace(QUOTED, (quoted) => (ITS_OWN.test(quoted) ? quoted : '"…"'))
  return scrub(unquoted.replace(HAN, '…'))
}
