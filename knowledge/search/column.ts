/** Numbers that come one after another, many millions of them: pieces of a fixed size, so that growing copies nothing. */
export interface Column {
  readonly length: number
  push(value: number): void
  at(index: number): number
}

const BITS = 18
const SIZE = 2 ** BITS

export function createColumn(type: typeof Uint8Array | typeof Uint16Array | typeof Uint32Array): Column {
  const pieces: (Uint8Array | Uint16Array | Uint32Array)[] = []
  let last = new type(0)
  let length = 0
  return {
    get length() {
      return length
    },
    push(value) {
      if (length % SIZE === 0) {
        last = new type(SIZE)
        pieces.push(last)
      }
      last[length % SIZE] = value
      length += 1
    },
    at: (index) => pieces[index >>> BITS]?.[index % SIZE] ?? 0,
  }
}
