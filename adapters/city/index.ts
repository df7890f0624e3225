import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Fault } from '../../bot/model/fault.ts'
import { type CityFile, parse, type Unread } from './parse.ts'

export type { CityFile, Unread } from './parse.ts'

export const ENDINGS = ['.yaml', '.yml', '.json'] as const
const LARGEST = 4 * 2 ** 20

export interface CityFolder {
  readonly files: readonly CityFile[]
  /** Files that are there and cannot be read. */
  readonly unread: readonly Unread[]
  /** Names of what is there and is none of `known`; hidden files and notes (.md, .txt) are nobody's business. */
  readonly others: readonly string[]
}

/** Reads a folder of `NAME.yaml` (or .yml, .json). A folder that is not there is a `Fault` of code `config`. */
export async function readCityFolder(folder: string, known: readonly string[]): Promise<CityFolder> {
  const there = (await listed(folder)).filter((file) => !file.startsWith('.') && !/\.(md|txt)$/i.test(file)).sort()
  const ours = there.filter((file) => isEnding(extname(file)) && known.includes(nameOf(file)))
  const twice = ours.filter((file) => ours.some((other) => other !== file && nameOf(other) === nameOf(file)))
  const read = await Promise.all(
    ours.filter((file) => !twice.includes(file)).map((file) => readOne(nameOf(file), join(folder, file))),
  )
  return {
    files: read.flatMap((one) => ('value' in one ? [one] : [])),
    unread: [
      ...twice.map((file) => ({
        path: join(folder, file),
        says: `is there more than once (${twice.filter((one) => nameOf(one) === nameOf(file)).join(', ')}): keep one of them`,
      })),
      ...read.flatMap((one) => ('value' in one ? [] : one)),
    ],
    others: there.filter((file) => !ours.includes(file)),
  }
}

async function listed(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such folder' : code === 'ENOTDIR' ? 'it is no folder' : message
    throw new Fault(
      'config',
      `cannot read the city: ${folder}: ${why}; give the folder of its files (city init makes one)`,
      { cause: error },
    )
  }
}

async function readOne(name: string, path: string): Promise<CityFile | readonly Unread[]> {
  const says = (what: string) => [{ path, says: what }]
  try {
    const found = await stat(path)
    // A pipe would be waited for without end.
    if (!found.isFile() && !found.isDirectory()) return says('is no file: a file belongs there')
    const { size } = found
    if (size > LARGEST) return says(`is ${size} bytes long: a file of a city has at most ${LARGEST}`)
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
    return parse(name, path, text.normalize('NFC'))
  } catch (error) {
    if (error instanceof TypeError) return says('is not written in UTF-8: save it as UTF-8')
    const { code, message } = error as NodeJS.ErrnoException
    return says(code === 'EISDIR' ? 'is a folder: a file belongs there' : `cannot be read: ${message}`)
  }
}

function nameOf(file: string): string {
  return file.slice(0, -extname(file).length)
}

function isEnding(ending: string): boolean {
  return (ENDINGS as readonly string[]).includes(ending)
}
