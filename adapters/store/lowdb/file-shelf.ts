import { dirname, join } from 'node:path'
import type { FileShelf } from '../files.ts'
import type { Disk } from './disk.ts'
import { writeDurably } from './durable-file.ts'

export const filesFolder = (folder: string): string => join(folder, 'files')

/** Files in folders by the first two letters of their names, as a folder of a hundred thousand is slow to list. */
export function createFileShelf(disk: Disk, folder: string): FileShelf {
  const home = filesFolder(folder)
  const made = new Set<string>()
  const pathOf = (name: string): string => join(home, name.slice(0, 2), name)

  async function makeFolder(path: string): Promise<void> {
    if (made.has(path)) return
    await disk.makeFolder(path)
    await disk.syncFolder(dirname(path))
    made.add(path)
  }
  return {
    pathOf,
    read: (name) => disk.read(pathOf(name)),
    async write(name, bytes) {
      await makeFolder(dirname(pathOf(name)))
      await writeDurably(disk, pathOf(name), bytes)
    },
    async removeAll(prefix) {
      const at = dirname(pathOf(prefix))
      const names = (await disk.list(at)).filter((name) => name.startsWith(prefix))
      for (const name of names) await disk.remove(join(at, name))
      if (names.length > 0) await disk.syncFolder(at)
    },
  }
}
