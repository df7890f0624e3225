import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { afterAll, describe, expect, it } from 'vitest'

const house = resolve(import.meta.dirname, '../..')
const rooms = ['bot', 'knowledge', 'adapters']
const { forbidden, options } = createRequire(import.meta.url)(join(house, '.dependency-cruiser.cjs'))

/** Walks the rooms below `baseDir`; `seen` are the project's own modules, `broken` reads `rule: from → to`. */
async function inspect(baseDir: string) {
  const { output } = await cruise(rooms, { ...options, baseDir, ruleSet: { forbidden }, validate: true })
  const { modules, summary } = output as ICruiseResult
  return {
    seen: modules.map((module) => module.source).filter((source) => /^(bot|knowledge|adapters)\/.*\.ts$/.test(source)),
    broken: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  }
}

async function sources(...below: string[]): Promise<string[]> {
  const found = await Promise.all(
    below.map(async (room) => (await readdir(join(house, room), { recursive: true })).map((file) => join(room, file))),
  )
  return found.flat().filter((file) => file.endsWith('.ts'))
}

describe('the walls of this house', () => {
  it('stand: every file was looked at, and none reaches where it must not', async () => {
    const { seen, broken } = await inspect(house)
    expect(broken).toEqual([])
    expect(seen.toSorted()).toEqual((await sources(...rooms)).toSorted())
    expect(seen.length).toBeGreaterThan(100)
  })

  it('keep the world out of the pure rooms: no clock, no dice, no process', async () => {
    const pure = (await sources('bot')).filter((file) => !/^bot\/(main\.ts$|commands\/)/.test(file))
    const world = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\b|\brandomUUID\b|\bset(?:Timeout|Interval)\b/
    const found: string[] = []
    for (const file of pure) {
      const lines = (await readFile(join(house, file), 'utf8')).split('\n')
      for (const [index, line] of lines.entries()) {
        if (world.test(line) && !/^\s*(?:\*|\/\/|\/\*)/.test(line)) found.push(`${file}:${index + 1} ${line.trim()}`)
      }
    }
    expect(found).toEqual([])
    expect(pure.length).toBeGreaterThan(20)
  })

  it('let bot/ see knowledge/ only as types', async () => {
    const pure = (await sources('bot')).filter((file) => !/^bot\/(main\.ts$|commands\/)/.test(file))
    for (const file of pure) {
      const text = await readFile(join(house, file), 'utf8')
      for (const [statement] of text.matchAll(/^import\b[^'"]*['"][^'"]*\/knowledge\/[^'"]*['"]/gm)) {
        expect(statement, file).toMatch(/^import type\b/)
      }
    }
  })
})

describe('a wall that is broken is noticed', () => {
  const planted: Record<string, { files: Record<string, string>; found: string }> = {
    'bot reaches into a room': {
      files: { 'bot/dialogue/step.ts': `import '../../adapters/store/index.ts'`, 'adapters/store/index.ts': '' },
      found: 'bot-knows-no-room: bot/dialogue/step.ts → adapters/store/index.ts',
    },
    'bot reaches into a room while it runs': {
      files: { 'bot/dialogue/step.ts': `await import('../../knowledge/index.ts')`, 'knowledge/index.ts': '' },
      found: 'bot-knows-no-room: bot/dialogue/step.ts → knowledge/index.ts',
    },
    'bot touches the file system': {
      files: { 'bot/router.ts': `import { readFile } from 'node:fs/promises'\nexport const read = readFile` },
      found: 'bot-is-pure: bot/router.ts → fs/promises',
    },
    'bot takes a library': {
      files: { 'bot/router.ts': `import 'minisearch'` },
      found: 'bot-is-pure: bot/router.ts → node_modules/minisearch/index.js',
    },
    'knowledge knows the bot': {
      files: { 'knowledge/index.ts': `import '../bot/model/fault.ts'`, 'bot/model/fault.ts': '' },
      found: 'knowledge-knows-nobody: knowledge/index.ts → bot/model/fault.ts',
    },
    'a second place cuts words': {
      files: { 'knowledge/answer.ts': `import 'nodejieba'` },
      found: 'one-place-cuts-words: knowledge/answer.ts → node_modules/nodejieba/index.js',
    },
    'a second place searches': {
      files: { 'knowledge/answer.ts': `import 'minisearch'` },
      found: 'one-place-searches: knowledge/answer.ts → node_modules/minisearch/index.js',
    },
    'an adapter knows the dialogue': {
      files: { 'adapters/terminal/channel.ts': `import '../../bot/dialogue/step.ts'`, 'bot/dialogue/step.ts': '' },
      found: 'adapters-know-ports-only: adapters/terminal/channel.ts → bot/dialogue/step.ts',
    },
    'an adapter knows another': {
      files: { 'adapters/terminal/channel.ts': `import '../store/index.ts'`, 'adapters/store/index.ts': '' },
      found: 'adapters-ignore-siblings: adapters/terminal/channel.ts → adapters/store/index.ts',
    },
    'somebody imports the top': {
      files: { 'bot/router.ts': `import './main.ts'`, 'bot/main.ts': '' },
      found: 'nobody-imports-the-top: bot/router.ts → bot/main.ts',
    },
    'a tool runs for the user': {
      files: { 'bot/main.ts': `import 'vitest'` },
      found: 'product-runs-without-tools: bot/main.ts → node_modules/vitest/index.js',
    },
    'two files need each other': {
      files: { 'bot/a.ts': `import './b.ts'`, 'bot/b.ts': `import './a.ts'` },
      found: 'no-circles: bot/a.ts → bot/b.ts',
    },
    'an import leads nowhere': {
      files: { 'bot/a.ts': `import './gone.ts'` },
      found: 'all-resolves: bot/a.ts → ./gone.ts',
    },
  }

  const built: string[] = []
  afterAll(() => Promise.all(built.map((folder) => rm(folder, { recursive: true }))))

  /** A house of its own, with the libraries it may name. */
  async function build(files: Record<string, string>): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'qinqing-walls-'))
    built.push(folder)
    const library = (name: string) => ({
      [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
      [`node_modules/${name}/index.js`]: '',
    })
    const all = {
      'package.json': JSON.stringify({
        dependencies: { minisearch: '1.0.0', nodejieba: '1.0.0' },
        devDependencies: { vitest: '1.0.0' },
      }),
      ...library('minisearch'),
      ...library('nodejieba'),
      ...library('vitest'),
      ...Object.fromEntries(rooms.map((room) => [`${room}/keep.ts`, ''])),
      ...files,
    }
    for (const [file, text] of Object.entries(all)) {
      await mkdir(dirname(join(folder, file)), { recursive: true })
      await writeFile(join(folder, file), text)
    }
    return folder
  }

  it.each(Object.entries(planted))('%s', async (_, { files, found }) => {
    expect((await inspect(await build(files))).broken).toContain(found)
  })

  it('and a house without fault is found without fault', async () => {
    const { broken } = await inspect(await build({ 'bot/a.ts': `export const a = 1` }))
    expect(broken).toEqual([])
  })

  it('has a planted case for every rule', () => {
    const rules: string[] = forbidden.map((rule: { name: string }) => rule.name)
    expect(rules.filter((name) => !Object.values(planted).some(({ found }) => found.startsWith(`${name}:`)))).toEqual(
      [],
    )
  })
})
