import { InvalidArgumentError, Option } from 'commander'
import { type Config, createConfig } from '../config.ts'
import type { Io } from './io.ts'
import { shippedDocuments } from './paths.ts'

export const dataOption = (): Option => new Option('--data <dir>', 'the data folder (or QINQING_DATA; default: data)')
export const docsOption = (): Option =>
  new Option('--docs <dir>', 'the policy documents (or QINQING_DOCS; default: those that come with the program)')
export const jsonOption = (): Option => new Option('--json', 'print JSON for a program to read')

/** A whole number from 1, for commander. */
export function count(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It takes a whole number from 1.')
  return Number(text)
}

/** The settings of this command: environment, then what its line says. */
export function configFor(io: Io, flags: { readonly data?: string; readonly docs?: string } = {}): Config {
  return createConfig(io.env, flags, { docs: shippedDocuments })
}
