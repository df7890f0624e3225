import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { extract, type Header, type Pack, pack } from 'tar-stream'

/** A file below a folder, by its path there. */
export interface Listed {
  readonly path: string
  readonly bytes: number
}

/** What a packed file is told to go on with: each of its bytes goes by, once. */
export type Watch = (path: string, bytes: Buffer) => void

/** Every file below a folder, sorted by path. */
export async function filesBelow(folder: string, under = ''): Promise<readonly Listed[]> {
  const entries = await readdir(join(folder, under), { withFileTypes: true })
  const all: Listed[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`
    if (entry.isDirectory()) all.push(...(await filesBelow(folder, path)))
    else all.push({ path, bytes: (await stat(join(folder, path))).size })
  }
  return all
}

/**
 * A tar of texts and files, one after another as it is read: `first`, the files, and what `last` gives when all files have
 * gone by. Only as much is held as one chunk takes.
 */
export function tarOf(options: {
  readonly folder: string
  readonly files: readonly Listed[]
  readonly first: { readonly path: string; readonly text: string }
  readonly last: () => { readonly path: string; readonly text: string }
  readonly watch: Watch
}): Readable {
  const { folder, files, first, last, watch } = options
  const to = pack()
  to.on('error', () => {}) // told to whoever reads
  async function feed(): Promise<void> {
    await addText(to, first)
    for (const file of files) await addFile(to, folder, file, watch)
    await addText(to, last())
    to.finalize()
  }
  feed().catch((error: Error) => to.destroy(error))
  return Readable.from(to, { objectMode: false })
}

const head = (name: string, size: number) => ({ name, size, mode: 0o600, type: 'file' }) satisfies Partial<Header>

function addText(to: Pack, { path, text }: { readonly path: string; readonly text: string }): Promise<void> {
  return new Promise((done, reject) => {
    to.entry(head(path, 0), text, (error) => (error ? reject(error) : done())).on('error', reject)
  })
}

async function addFile(to: Pack, folder: string, { path, bytes }: Listed, watch: Watch): Promise<void> {
  const source = createReadStream(join(folder, path), { highWaterMark: 64 * 1024 })
  await new Promise<void>((done, reject) => {
    const entry = to.entry(head(path, bytes), (error) => (error ? reject(error) : done()))
    entry.on('error', reject)
    source
      .on('data', (chunk) => {
        const piece = Buffer.from(chunk)
        watch(path, piece)
        if (entry.write(piece)) return
        source.pause()
        entry.once('drain', () => source.resume())
      })
      .once('end', () => entry.end(null))
      .once('error', (error) => {
        entry.destroy(error)
        reject(error)
      })
  }).finally(() => source.destroy())
}

export interface Entry extends Listed {
  /** An ordinary file; anything else has no place in an archive of ours. */
  readonly isFile: boolean
  readonly body: AsyncIterable<Buffer>
}

/** The entries of a tar, in its order; the body of each is to be read before the next is asked for. */
export async function* entriesOf(tar: Readable): AsyncGenerator<Entry> {
  const from = extract({})
  tar.once('error', (error) => from.destroy(error))
  tar.pipe(from)
  try {
    for await (const entry of from) {
      const { name, size = 0, type } = entry.header
      yield { path: name, bytes: size, isFile: type === 'file', body: entry as AsyncIterable<Buffer> }
    }
  } finally {
    tar.destroy()
  }
}
