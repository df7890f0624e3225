import { fold } from './text.ts'

export type UsccProblem = 'uscc-length' | 'uscc-character' | 'uscc-check'

/** GB 32100-2015: 31 characters, without I O S V Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** A unified social credit code whose check character is right; what is (also) a citizen's identity number is none. */
export function usccIn(text: string): string | undefined {
  const codes = fold(text)
    .toUpperCase()
    .match(/(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])/g)
  return codes?.find((code) => !isIdentityNumber(code) && hasSoundCheck(code))
}

export function readUscc(text: string): { value: string } | { problem: UsccProblem } {
  const found = usccIn(text)
  if (found) return { value: found }
  const code = fold(text)
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
  if (code.length !== 18) return { problem: 'uscc-length' }
  if ([...code].some((character) => !ALPHABET.includes(character))) return { problem: 'uscc-character' }
  return hasSoundCheck(code) && !isIdentityNumber(code) ? { value: code } : { problem: 'uscc-check' }
}

/** GB 32100-2015: weights are powers of 3 modulo 31; the eighteenth character makes the sum divisible by 31. */
function hasSoundCheck(code: string): boolean {
  let sum = 0
  let weight = 1
  for (const character of code.slice(0, 17)) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) return false
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET.indexOf(code.charAt(17)) === (31 - (sum % 31)) % 31
}

/** GB 11643-1999: a birthday inside, and a check digit modulo 11. */
function isIdentityNumber(code: string): boolean {
  if (!/^\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(code)) return false
  const sum = [...code.slice(0, 17)].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0)
  return '10X98765432'.charAt(sum % 11) === code.charAt(17)
}
