import { Fault } from '../../../bot/model/fault.ts'
import type { KeyRecord } from '../keyring.ts'

/** A ledger as it is copied: everything sealed as it stands, in its order. */
export interface Copied {
  readonly keys: () => Promise<readonly KeyRecord[]>
  /** Each as JSON; their chain is checked on the way. */
  readonly entries: () => AsyncIterable<readonly string[]>
  readonly files: () => AsyncIterable<{ readonly name: string; readonly bytes: Buffer }>
}

/** What stands in both, entry by entry and byte by byte. */
export interface Same {
  readonly entries: number
  readonly keys: number
  readonly files: number
}

/** @throws Fault `damaged`, naming the first entry, key or file that is not the same in both. */
export async function compare(from: Copied, to: Copied): Promise<Same> {
  const entries = await alike('entry', one(from.entries()), one(to.entries()), String, (text) => text)
  const keys = await alike('key', sorted(await from.keys()), sorted(await to.keys()), ({ id }) => id, JSON.stringify)
  const files = await alike(
    'file',
    from.files()[Symbol.asyncIterator](),
    to.files()[Symbol.asyncIterator](),
    ({ name }) => name,
    ({ name, bytes }) => `${name} ${bytes.toString('latin1')}`,
  )
  return { entries, keys, files }
}

/** Both at one pace, so that neither need lie in memory. */
async function alike<T>(
  what: string,
  from: AsyncIterator<T>,
  to: AsyncIterator<T>,
  nameOf: (one: T) => string,
  textOf: (one: T) => string,
): Promise<number> {
  for (let count = 0; ; count++) {
    const [a, b] = [await from.next(), await to.next()]
    if (a.done && b.done) return count
    if (a.done || b.done || textOf(a.value) !== textOf(b.value)) {
      const name = what === 'entry' ? String(count + 1) : nameOf((a.done ? b.value : a.value) as T)
      throw new Fault('damaged', `${what} ${name} is not the same in the copy: do not use it; check the disks`)
    }
  }
}

async function* one(pages: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  for await (const page of pages) yield* page
}

async function* sorted(keys: readonly KeyRecord[]): AsyncGenerator<KeyRecord> {
  const plain = ({ person, id, ...rest }: KeyRecord) =>
    'wrapped' in rest ? { person, id, wrapped: rest.wrapped } : { person, id, erased: rest.erased }
  yield* keys.map(plain).sort((a, b) => (a.id < b.id ? -1 : 1))
}
