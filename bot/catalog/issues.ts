import type { z } from 'zod'
import { meant } from './nearest.ts'

/** Keys and places in a list, from the top of a file down. */
export type Path = readonly (string | number)[]

/** Something wrong at a place of a file, in words for whoever wrote it. */
export interface Flaw {
  readonly path: Path
  readonly says: string
}

type Issue = z.core.$ZodIssue

/** What a schema has against a value, one flaw for each wrong, missing or unknown key. */
export function flawsOf(schema: z.ZodType, value: unknown): Flaw[] {
  const read = schema.safeParse(value, { reportInput: true })
  return read.success ? [] : read.error.issues.flatMap((issue) => flaws(issue, schema))
}

function flaws(issue: Issue, schema: z.ZodType): Flaw[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path)
    return issue.keys.map((key) => ({
      path: [...path, key],
      says: `there is no key ${key} here: ${known.length > 0 ? meant(key, known) : 'leave it out'}`,
    }))
  }
  if (issue.code === 'invalid_union') {
    // Of the ways it could have been meant, the one that fits best says what is wrong.
    const [best] = issue.errors.toSorted((a, b) => a.length - b.length)
    if (best && issue.errors.length === 1)
      return best.flatMap((one) => flaws({ ...one, path: [...issue.path, ...one.path] } as Issue, schema))
    const values = issue.errors.flat().flatMap((one) => (one.code === 'invalid_value' ? one.values.map(String) : []))
    if (values.length > 0)
      return [{ path, says: `${subject(path)} is ${shown(issue.input)}: ${meant(String(issue.input), values)}` }]
  }
  return [{ path, says: `${subject(path)} ${wrong(issue)}` }]
}

function wrong(issue: Issue): string {
  const { input } = issue
  switch (issue.code) {
    case 'invalid_type':
      if (input === undefined) return 'is missing'
      return input === null
        ? `is empty: it has to be ${KINDS[issue.expected] ?? issue.expected}`
        : `is ${shown(input)}: it has to be ${KINDS[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return input === undefined
        ? 'is missing'
        : `is ${shown(input)}: ${meant(String(input), issue.values.map(String))}`
    case 'invalid_format':
      return `is ${shown(input)}: it has to be ${issue.format === 'date' ? 'a date such as 2027-02-06' : issue.message}`
    case 'too_small':
      if (issue.origin === 'array') return 'is empty: give at least one'
      if (issue.origin === 'string') return `is ${shown(input)}: it takes at least ${issue.minimum} characters`
      return `is ${shown(input)}: it has to be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`
    case 'too_big':
      if (issue.origin === 'string') return `is too long: at most ${issue.maximum} characters`
      return `is ${shown(input)}: it has to be at most ${issue.maximum}`
    case 'invalid_key':
      return `is no key for this: ${issue.issues[0]?.message ?? issue.message}`
    default:
      return `does not fit: ${issue.message}`
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
}

/** The part of a path after the place in a list: `short`, `limits #2 basis`. */
function subject(path: Path): string {
  const from = typeof path[0] === 'number' ? 1 : 0
  const words = path.slice(from).map((step) => (typeof step === 'number' ? `#${step + 1}` : step))
  if (words.length > 0) return words.join(' ')
  return from === 1 ? 'the entry' : 'the file'
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'keys with values'
  return typeof value === 'string' ? `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"` : String(value)
}

/** The keys a schema knows at a place; none where it takes any, or another than an object stands there. */
function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  let at: unknown = schema
  for (const step of path) at = stepInto(bare(at), step)
  const found = bare(at)
  if (hasShape(found)) return Object.keys(found.shape)
  return typeof found === 'object' && found !== null && 'keyType' in found ? wordsOf(found.keyType) : []
}

/** The words an enum, a literal or a union of them allows. */
function wordsOf(schema: unknown): readonly string[] {
  if (typeof schema === 'string') return [schema]
  if (typeof schema !== 'object' || schema === null) return []
  if ('options' in schema && Array.isArray(schema.options)) return schema.options.flatMap(wordsOf)
  return 'values' in schema && schema.values instanceof Set ? [...schema.values].flatMap(wordsOf) : []
}

function stepInto(schema: unknown, step: string | number): unknown {
  if (hasShape(schema)) return schema.shape[step]
  if (typeof schema !== 'object' || schema === null) return undefined
  if ('element' in schema) return schema.element
  return 'valueType' in schema ? schema.valueType : undefined
}

/** What stands inside `optional` and `default`. */
function bare(schema: unknown): unknown {
  const wrapped = typeof schema === 'object' && schema !== null && 'unwrap' in schema && !('element' in schema)
  return wrapped && typeof schema.unwrap === 'function' ? bare(schema.unwrap()) : schema
}

function hasShape(schema: unknown): schema is { readonly shape: Readonly<Record<string, unknown>> } {
  return typeof schema === 'object' && schema !== null && 'shape' in schema
}
