/** Numbers from 0 to 2³² − 1 that come one after another. */
export interface Numbers {
  readonly length: number
  push(value: number): void
  finish(): Uint32Array
}

export function createNumbers(): Numbers {
  let column = new Uint32Array(1024)
  let length = 0
  return {
    get length() {
      return length
    },
    push(value) {
      if (length === column.length) column = grown(column, new Uint32Array(length * 2))
      column[length] = value
      length += 1
    },
    finish: () => column.slice(0, length),
  }
}

/** Texts one after another, as UTF-16: a slice by its offsets costs nothing but its own length. */
export interface Texts {
  /** How many units there are so far. */
  readonly length: number
  /** Adds a text; where it begins. */
  push(text: string): number
  finish(): Uint16Array
}

export function createTexts(): Texts {
  let column = new Uint16Array(1 << 16)
  let length = 0
  return {
    get length() {
      return length
    },
    push(text) {
      const end = length + text.length
      if (end > column.length) column = grown(column, new Uint16Array(Math.max(end, column.length * 2)))
      for (let i = 0; i < text.length; i += 1) column[length + i] = text.charCodeAt(i)
      const begin = length
      length = end
      return begin
    },
    finish: () => column.slice(0, length),
  }
}

/** The text from `start` to `end` of a column that `createTexts` made. */
export function textAt(column: Uint16Array, start = 0, end: number = column.length): string {
  return Buffer.from(column.buffer, column.byteOffset + start * 2, (end - start) * 2).toString('utf16le')
}

function grown<T extends Uint16Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
