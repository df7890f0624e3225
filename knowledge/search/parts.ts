/** What a snapshot keeps arrays of numbers in. */
export type NumberArray = Uint8Array | Uint16Array | Uint32Array | Float64Array

/** A frozen index as named arrays, to be written to a file and read from it as they are. */
export type IndexParts = Readonly<Record<string, NumberArray>>

/** A term of a question or a text: a word, or a pair of neighbouring characters. Each kind is a field of its own. */
export type Kind = 'word' | 'pair'

type NumberArrayType<A extends NumberArray> = { readonly name: string; readonly BYTES_PER_ELEMENT: number } & (new (
  length: number,
) => A)

/** The part of that name; throws where it is missing or of another type, which only a damaged or foreign file has. */
export function part<A extends NumberArray>(
  parts: IndexParts,
  name: string,
  ...types: readonly NumberArrayType<A>[]
): A {
  const found = parts[name]
  const type = types.find((each) => found instanceof each)
  if (!found || !type) throw new Error(`index: ${name} is missing or is not a ${types.map((t) => t.name).join(' or ')}`)
  return found as A
}
