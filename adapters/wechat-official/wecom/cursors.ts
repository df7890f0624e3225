import { z } from 'zod'
import type { Memo } from '../../../bot/ports/channel.ts'

/** How far each account has been read, kept between starts as well as can be: what is read twice is known by its ids. */
export interface Cursors {
  /** Undefined where all there is should be read. */
  of(account: string): Promise<string | undefined>
  keep(account: string, cursor: string | undefined): Promise<void>
}

const Note = z.object({ cursors: z.record(z.string(), z.string()) })

export function createCursors(memo: Memo, log: (line: string) => void): Cursors {
  let cursors: Promise<Map<string, string>> | undefined
  let writing: Promise<void> = Promise.resolve()

  async function read(): Promise<Map<string, string>> {
    const text = await memo.read().catch(() => null)
    const note = text === null ? undefined : Note.safeParse(parse(text)).data
    return new Map(Object.entries(note?.cursors ?? {}))
  }
  function known(): Promise<Map<string, string>> {
    cursors ??= read()
    return cursors
  }

  return {
    of: async (account) => (await known()).get(account),
    async keep(account, cursor) {
      const all = await known()
      if (cursor === undefined) all.delete(account)
      else all.set(account, cursor)
      // One after another, so that the last to be written is the latest.
      const write = () => memo.write(JSON.stringify({ cursors: Object.fromEntries(all) }))
      writing = writing.then(write).catch(() => log('wecom: how far it has read could not be noted'))
      await writing
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
