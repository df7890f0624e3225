import { z } from 'zod'
import type { Memo } from '../../bot/ports/channel.ts'

const Parts = z.record(z.string(), z.string())

/** One note, shared by several who know nothing of each other. It is read once, and written one after the other. */
export function memoParts(memo: Memo): (name: string) => Memo {
  let loaded: Promise<Map<string, string>> | undefined
  let written: Promise<void> = Promise.resolve()
  const load = () => {
    loaded ??= read(memo)
    return loaded
  }
  return (name) => ({
    async read() {
      return (await load()).get(name) ?? null
    },
    async write(text) {
      const parts = await load()
      parts.set(name, text)
      const before = written.catch(() => {})
      written = before.then(() => memo.write(JSON.stringify(Object.fromEntries(parts))))
      await written
    },
  })
}

async function read(memo: Memo): Promise<Map<string, string>> {
  try {
    const text = await memo.read()
    return new Map(Object.entries(Parts.parse(JSON.parse(text ?? '{}'))))
  } catch {
    return new Map()
  }
}
