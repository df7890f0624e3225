import { fork, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bite, Bitten } from '../row.ts'
import type { Outcome } from '../work.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const COPIED = ['bot', 'knowledge', 'adapters', 'tests', 'package.json', 'tsconfig.json']

export interface Breaking {
  /** In words, what is broken. */
  readonly name: string
  /** A file of the product, the words that stand in it exactly once, and what stands there instead. */
  readonly file: string
  readonly find: string
  readonly put: string
  /** The row that has to fail, at this share of its size, and what it must then say: a row that fails for another reason proves nothing. */
  readonly row: string
  readonly share?: number
  readonly tells: RegExp
  /** The row runs the compiled program. */
  readonly compiled?: true
}

/** A row of the proof run against a copy of the product in which one thing is broken: the row must fail, and say so. */
export function broken(breaking: Breaking): Bite {
  return {
    name: breaking.name,
    async run(seed) {
      const copy = mkdtempSync(join(tmpdir(), 'qinqing-broken-'))
      try {
        breakIn(copy, breaking)
        const outcome = await outcomeIn(copy, breaking, seed)
        return judged(outcome, breaking.tells)
      } finally {
        rmSync(copy, { recursive: true, force: true })
      }
    },
  }
}

function breakIn(copy: string, { file, find, put, compiled }: Breaking): void {
  for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  const path = join(copy, file)
  const text = readFileSync(path, 'utf8')
  if (text.split(find).length !== 2) throw new Error(`${file} has changed: “${find}” does not stand in it exactly once`)
  writeFileSync(
    path,
    text.replace(find, () => put),
  )
  if (!compiled) return
  const built = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.', '--noCheck'], {
    cwd: copy,
    encoding: 'utf8',
  })
  if (built.status !== 0) throw new Error(`the broken copy does not compile: ${built.stdout}`)
}

function outcomeIn(copy: string, { row: id, share = 0.02 }: Breaking, seed: number): Promise<Outcome> {
  const work = { home: join(copy, 'tests/prove/rows'), id, share, seed }
  const child = fork(join(copy, 'tests/prove/child.ts'), [JSON.stringify(work)], {
    cwd: copy,
    execArgv: ['--import', 'tsx', '--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.on('data', (text) => {
    said = `${said}${text}`.slice(-400)
  })
  return new Promise((resolve) => {
    let outcome: Outcome | undefined
    child.on('message', (message: { outcome?: Outcome }) => {
      outcome = message.outcome ?? outcome
    })
    child.on('exit', () => resolve(outcome ?? { ok: true, saw: `ended without a word: ${said}` }))
  })
}

function judged(outcome: Outcome, tells: RegExp): Bitten {
  if ('skipped' in outcome) return outcome
  return { caught: !outcome.ok && tells.test(outcome.saw), saw: outcome.saw }
}
