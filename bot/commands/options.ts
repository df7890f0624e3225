import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import { type Config, createConfig, FLAGS, type Flags, isMasterKey } from '../config.ts'
import { Fault } from '../model/fault.ts'
import type { Io } from './io.ts'
import { shippedDocuments } from './paths.ts'
import { secretIn } from './secrets.ts'

export const dataOption = (): Option => new Option('--data <dir>', 'the data folder (or QINQING_DATA; default: data)')
export const docsOption = (): Option =>
  new Option('--docs <dir>', 'the policy documents (or QINQING_DOCS; default: those that come with the program)')
export const cityOption = (): Option =>
  new Option(
    '--city <dir>',
    "the city's own files (or QINQING_CITY; default: the made-up city that comes with the program)",
  )
export const jsonOption = (): Option => new Option('--json', 'print JSON for a program to read')

/** A whole number from 1, for commander. */
export function count(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It takes a whole number from 1.')
  return Number(text)
}

export const NO_KEY = 'no key is in it: put there what `openssl rand -base64 32` prints, and nothing else'

/** The settings of this command: environment, then what its line says. */
export function configFor(io: Io, flags: Flags = {}): Config {
  for (const name of FLAGS)
    if (flags[name]?.trim() === '') throw new Fault('usage', `--${name} is empty: give a folder, or leave it out`)
  const { masterKeyFile: file, ...config } = createConfig(io.env, flags, { docs: shippedDocuments })
  if (file === undefined) return config
  return { ...config, masterKey: secretIn({ file }, 'QINQING_MASTER_KEY_FILE', isMasterKey, NO_KEY) }
}

/** The same for a command that uses the data folder, which may not be there yet, but must not be a file. */
export function configWithData(io: Io, flags: Flags = {}): Config {
  const config = configFor(io, flags)
  const found = nearest(resolve(config.data))
  if (found.isFile) throw new Fault('config', `${found.path} is a file, not a folder: give another data folder`)
  return config
}

/** What there is of a path: itself, or the nearest above it. */
function nearest(path: string): { readonly path: string; readonly isFile: boolean } {
  try {
    return { path, isFile: !statSync(path).isDirectory() }
  } catch {
    return dirname(path) === path ? { path, isFile: false } : nearest(dirname(path))
  }
}
