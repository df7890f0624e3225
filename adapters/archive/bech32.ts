/** The alphabet and the generator of Bech32 (BIP 173), in which age writes its keys. */
const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]

/** Bytes as text: the prefix, a 1, the bytes, and a checksum over all of it; in lower case. */
export function bech32(prefix: string, bytes: Uint8Array): string {
  const words = wordsOf(bytes)
  const codes = [...prefix].map((letter) => letter.charCodeAt(0))
  const spread = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]
  const sum = remainder([...spread, ...words, 0, 0, 0, 0, 0, 0]) ^ 1
  const checksum = [25, 20, 15, 10, 5, 0].map((shift) => (sum >> shift) & 31)
  return `${prefix}1${[...words, ...checksum].map((word) => ALPHABET.charAt(word)).join('')}`
}

/** Five bits each, the last filled up with zeros. */
function wordsOf(bytes: Uint8Array): number[] {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => Number.parseInt(five.padEnd(5, '0'), 2))
}

function remainder(words: readonly number[]): number {
  return words.reduce((sum, word) => {
    const top = sum >> 25
    const next = ((sum & 0x1ffffff) << 5) ^ word
    return GENERATOR.reduce((mixed, part, i) => ((top >> i) & 1 ? mixed ^ part : mixed), next)
  }, 1)
}
