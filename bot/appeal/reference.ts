import type { AppealNumber } from '../model/appeal.ts'

/** 31 characters (a prime), none of which is mistaken for another: no 0 O, no 1 I L. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const RANDOM_CHARACTERS = 7
const CODE_CHARACTERS = 6
const MAX_TEXT = 2000
const SEPARATOR = /[\s\-‐‑‒–—―_·.~]/

/**
 * A number from seven random integers (each not negative, evenly spread; 32-bit ones serve).
 * The eighth character checks the others.
 */
export function composeNumber(random: readonly number[]): AppealNumber {
  const body = characters(random, RANDOM_CHARACTERS)
  return `QQ${body}${checkCharacter(body)}`
}

/** As people read it: `QQ-7K3M-9XPF`. */
export function showNumber(number: AppealNumber): string {
  return `${number.slice(0, 2)}-${number.slice(2, 6)}-${number.slice(6)}`
}

/** 128 bits as hexadecimal, from four draws of 32. */
export function composeSalt(draws: readonly number[]): string {
  return draws.map((draw) => draw.toString(16).padStart(8, '0')).join('')
}

/** A private code of six characters from six random integers. */
export function composeCode(random: readonly number[]): string {
  return characters(random, CODE_CHARACTERS)
}

/**
 * Numbers of appeals in what somebody typed, however typed: lower case, full width, with blanks or dashes, or without
 * the QQ where it is grouped 4-4. `mistyped` look like a number but do not check: a character is wrong, missing or too many.
 * Letters of other alphabets never count, however alike.
 */
export function findNumbers(text: string): { good: AppealNumber[]; mistyped: string[] } {
  const folded = fold(text)
  const good = new Set<AppealNumber>()
  const mistyped = new Set<string>()
  for (const start of starts(folded)) {
    const run = readRun(folded, start)
    const checked = run.ends.find(({ body }) => body.length === 8 && isSound(body))
    if (checked) good.add(`QQ${checked.body}`)
    else if (looksLikeANumber(run)) mistyped.add(`QQ${run.tight}`)
  }
  for (const body of withoutPrefix(folded)) if (isSound(body)) good.add(`QQ${body}`)
  return { good: [...good], mistyped: [...mistyped] }
}

/** A private code in what somebody typed, or null where none or more than one could be meant. */
export function findCode(text: string): string | null {
  const words = fold(text).match(/[0-9A-Z]+/g) ?? []
  const whole = words.filter((word) => word.length === CODE_CHARACTERS && inAlphabet(word))
  const withDigit = whole.filter((word) => /[0-9]/.test(word))
  const candidates = withDigit.length > 0 ? withDigit : whole
  if (candidates.length > 0) return new Set(candidates).size === 1 ? (candidates[0] ?? null) : null
  const joined = words.join('')
  return joined.length === CODE_CHARACTERS && inAlphabet(joined) ? joined : null
}

/**
 * The weights 8…2 and 1 (for the check character) are all different and none is 0 modulo the prime 31, so one wrong
 * character, or any two different characters exchanged, always changes the sum.
 */
function sum(body: string): number {
  let total = 0
  for (let i = 0; i < body.length; i++) total += (8 - i) * ALPHABET.indexOf(body.charAt(i))
  return total % ALPHABET.length
}

function checkCharacter(body: string): string {
  return ALPHABET.charAt((ALPHABET.length - sum(body)) % ALPHABET.length)
}

function isSound(body: string): boolean {
  return inAlphabet(body) && sum(body) === 0
}

function inAlphabet(word: string): boolean {
  return [...word].every((character) => ALPHABET.includes(character))
}

function characters(random: readonly number[], length: number): string {
  if (random.length < length) throw new RangeError(`needs ${length} random integers, got ${random.length}`)
  return random
    .slice(0, length)
    .map((n) => ALPHABET.charAt(Math.abs(Math.trunc(n)) % ALPHABET.length))
    .join('')
}

/** Full width to half width, ASCII letters to capitals; other alphabets stay what they are. */
function fold(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .normalize('NFKC')
    .replace(/[a-z]+/g, (letters) => letters.toUpperCase())
}

/** Where a body begins: behind each QQ that does not stand inside a longer word. */
function starts(text: string): number[] {
  return [...text.matchAll(/(?<![0-9A-Z])QQ/g)].map((match) => match.index + 2)
}

interface Run {
  /** What could be meant: the characters up to each word's end. */
  readonly ends: readonly { readonly body: string }[]
  /** The characters before the first blank, dashes left out. */
  readonly tight: string
  readonly dashed: boolean
}

/** Reads at most ten characters, with at most two separators between any two. */
function readRun(text: string, start: number): Run {
  const ends: { body: string }[] = []
  let body = ''
  let tight: string | null = null
  let dashed = false
  let gap = 0
  for (let i = start; i <= text.length && body.length <= 10 && gap <= 2; i++) {
    const character = text.charAt(i)
    if (/[0-9A-Z]/.test(character)) {
      body += character
      gap = 0
      continue
    }
    if (gap === 0) ends.push({ body })
    if (!SEPARATOR.test(character)) break
    if (/\s/.test(character)) tight ??= body.length > 0 ? body : null
    else dashed ||= tight === null
    gap++
  }
  return { ends, tight: tight ?? body, dashed }
}

/** A bare row of digits behind QQ is somebody's QQ account, and a word of letters is a word. */
function looksLikeANumber({ tight, dashed }: Run): boolean {
  if (tight.length < 6 || tight.length > 10) return false
  return dashed || (/[0-9]/.test(tight) && /[A-Z]/.test(tight))
}

/** Bodies typed without QQ: grouped 4-4 anywhere, or alone in the message. */
function withoutPrefix(text: string): string[] {
  const grouped = [...text.matchAll(/(?<![0-9A-Z][-–—]?)([0-9A-Z]{4})[-–—]([0-9A-Z]{4})(?![-–—]?[0-9A-Z])/g)]
  const alone = /^\s*([0-9A-Z]{8})\s*$/.exec(text)
  return [...grouped.map((match) => `${match[1]}${match[2]}`), ...(alone?.[1] ? [alone[1]] : [])].filter(
    (body) => /[A-Z]/.test(body) && /[0-9]/.test(body),
  )
}
