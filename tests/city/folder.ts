import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type City, loadCity } from '../../bot/commands/city/load.ts'
import { Fault } from '../../bot/model/fault.ts'

/** Makes a folder of these files, hands it over, and takes it away. */
export async function withFolder<T>(
  files: Readonly<Record<string, string | Buffer>>,
  use: (folder: string) => T,
): Promise<Awaited<T>> {
  const folder = await mkdtemp(join(tmpdir(), 'qinqing-city-'))
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

export function cityOf(files: Readonly<Record<string, string | Buffer>>): Promise<City> {
  return withFolder(files, loadCity)
}

/** What is said of a city's mistakes, a line each, with the folder left out. */
export function mistakesOf(files: Readonly<Record<string, string | Buffer>>): Promise<string[]> {
  return withFolder(files, async (folder) => {
    try {
      await loadCity(folder)
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'config') throw error
      const [first, ...rest] = error.message.replaceAll(`${folder}/`, '').replaceAll(folder, 'DIR').split('\n  ')
      if (first !== 'cannot read the city:') throw new Error(`an error of another form: ${error.message}`)
      return rest
    }
    return []
  })
}
