import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { run } from '../../bot/commands/program.ts'
import { withFolder } from './folder.ts'

async function qinqing(argv: readonly string[], lines: readonly string[] = [], env: Record<string, string> = {}) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const printed = Promise.all([text(stdout), text(stderr)])
  stdin.end(lines.map((line) => `${line}\n`).join(''))
  const code = await run(argv, { stdin, stdout, stderr, env, exit: () => {} })
  stdout.end()
  stderr.end()
  const [out, err] = await printed
  return { code, out, err }
}

describe('city init', () => {
  it('writes the shipped files with a word on each, and what it wrote is clean', () =>
    withFolder({}, async (folder) => {
      const { code, out } = await qinqing(['city', 'init', join(folder, 'ours')])
      expect(code).toBe(0)
      expect(out).toMatch(
        /^wrote city\.yaml, units\.yaml, people\.yaml, .*words\.yaml\nchange them, see what is understood/,
      )
      expect(await readFile(join(folder, 'ours', 'people.yaml'), 'utf8')).toMatch(
        /^# Staff\. roles: [\s\S]*\n\n- name: 王芳\n/,
      )
      expect(await readdir(join(folder, 'ours'))).not.toContain('kinds.yaml')

      const checked = await qinqing(['city', 'check', join(folder, 'ours')])
      expect(checked).toMatchObject({ code: 0, err: '' })
      expect(checked.out).toMatch(/^云州市: nothing is wrong with it\n/)
      expect(checked.out).toMatch(new RegExp(`^  people +12 +${folder}/ours/people\\.yaml$`, 'm'))
      expect(checked.out).toMatch(/^ {2}kinds +\d+, \d+ words +shipped$/m)
    }))

  it('with --all writes all of them, and the city is the shipped one', () =>
    withFolder({}, async (folder) => {
      await qinqing(['city', 'init', folder, '--all'])
      const [{ loadCity }, { catalog }] = await Promise.all([
        import('../../bot/commands/city/load.ts'),
        import('../../bot/catalog/index.ts'),
      ])
      expect((await loadCity(folder)).catalog).toEqual(catalog)
    }))

  it('writes over nothing', () =>
    withFolder({ 'units.json': '[]', 'roads.yaml': '# ours\n[]\n' }, async (folder) => {
      const { out } = await qinqing(['city', 'init', folder])
      expect(out).toContain('kept units, roads, which were there\n')
      expect(await readFile(join(folder, 'roads.yaml'), 'utf8')).toBe('# ours\n[]\n')
      expect(await readdir(folder)).not.toContain('units.yaml')
      expect((await qinqing(['city', 'init', folder])).out).not.toContain('wrote')
    }))

  it('says where it cannot write', () =>
    withFolder({ taken: '' }, async (folder) => {
      const { code, err } = await qinqing(['city', 'init', join(folder, 'taken')])
      expect(code).toBe(1)
      expect(err).toMatch(/^qinqing: cannot write the city: .*taken/)
    }))
})

describe('city check', () => {
  it('prints every mistake and exits with 1', () =>
    withFolder({ 'people.yaml': '- name: 王芳\n', 'rout.yaml': '[]' }, async (folder) => {
      expect(await qinqing(['city', 'check', folder])).toEqual({
        code: 1,
        out: '',
        err: `qinqing: cannot read the city:\n  ${folder}/people.yaml:1: roles is missing\n  ${folder}/rout.yaml: is no file of a city: did you mean routes.yaml?\n`,
      })
    }))

  it('says what is shipped, what is its own, and what is left out', () =>
    withFolder({ 'words.yaml': 'asks: { 咋整: 2 }\n' }, async (folder) => {
      const { out } = await qinqing(['city', 'check', folder])
      expect(out).toMatch(/^ {2}people +0 +none \(the shipped ones are made up\)$/m)
      expect(out).toMatch(/^ {2}holidays +20 years, to 20\d\d +none of its own$/m)
      const { files } = JSON.parse((await qinqing(['city', 'check', folder, '--json'])).out)
      expect(files).toContainEqual({ name: 'words', holds: '', own: join(folder, 'words.yaml') })
      expect(files).toContainEqual({ name: 'units', holds: expect.stringMatching(/^\d+$/), own: null })
    }))
})

/** A small city: one unit, one category, two of staff. */
const HAIZHOU = {
  'city.yaml': 'city: 海州市\nareas: [{ name: 港区 }]\ndesk: { hours: 工作日 9:00–17:00, phone: "12345" }\n',
  'units.yaml': '- { id: harbour, name: 海州市港航局, short: 港航局 }\n',
  'people.yaml': '- { name: 方敏, roles: [clerk] }\n- { name: 潘石, roles: [handler], units: [harbour] }\n',
  'categories.yaml':
    '- { id: berth, name: 泊位与装卸, unit: harbour, limits: general, words: { 泊位: 4, 装卸: 4, 码头: 4 } }\n' +
    '- { id: other, name: 其他, unit: harbour, limits: general, words: {} }\n',
  'routes.yaml': '[]\n',
  'misconduct.yaml': 'unit: harbour\nwords: [索贿]\n',
} as const

describe('a city of its own', () => {
  it('sorts messages into its own categories and units', () =>
    withFolder(HAIZHOU, async (folder) => {
      const line = JSON.stringify({ id: 1, text: '投诉，码头泊位一直不给我们安排' })
      const sort = (argv: string[], env = {}) => qinqing(['triage', '--batch', '-', ...argv], [line], env)
      const told = { id: 1, kind: 'complaint', category: 'berth', unit: 'harbour' }
      expect(JSON.parse((await sort(['--city', folder])).out)).toEqual(told)
      expect(JSON.parse((await sort([], { QINQING_CITY: folder })).out)).toEqual(told)
      expect(JSON.parse((await sort([])).out).category).not.toBe('berth')
    }))

  it('has its own people in the chat, and its own unit in what is registered', () =>
    withFolder(HAIZHOU, async (folder) => {
      const [data, docs] = [`${folder}-data`, `${folder}-docs`]
      await mkdir(docs)
      await writeFile(join(docs, '泊位.md'), '# 泊位安排\n\n泊位由港航局按到港先后安排。\n')
      try {
        const { code, out, err } = await qinqing(
          ['chat', '--city', folder, '--data', data, '--docs', docs],
          [
            '我要投诉，码头泊位一直不给我们安排，已经拖了三个月，我是海州市远帆航运有限公司的周敏，电话13900001234，在港区',
            '同意',
            '尽快安排泊位，不用保密',
            '确认提交',
            '/who',
            '/as 潘石',
            '/as 受理员',
            '1',
            '/as 承办@清欠专班:陈刚',
          ],
        )
        expect(err.replace(/^qinqing: (?:a new ledger|.*master\.key).*\n/gm, '')).toBe('')
        expect(code).toBe(0)
        expect(out).toMatch(/已登记，编号 QQ-\S+\n[\s\S]*建议承办单位：海州市港航局/)
        expect(out).toContain('类别：泊位与装卸 → 海州市港航局')
        expect(out).toContain('名录：\n受理员：方敏\n承办：潘石（港航局）')
        expect(out).toContain('—— 现在是 承办（港航局）·潘石 ——')
        expect(out).toContain('—— 现在是 受理员·方敏 ——')
        expect(out).toContain('没有这个单位：清欠专班。可用单位：港航局。')
      } finally {
        await rm(data, { recursive: true, force: true })
        await rm(docs, { recursive: true, force: true })
      }
    }))

  it('with a mistake does not start, and leaves no ledger behind', () =>
    withFolder(HAIZHOU, async (folder) => {
      await appendFile(join(folder, 'people.yaml'), '- { name: 陈刚, roles: [handler], units: [industry] }\n')
      const data = `${folder}-never`
      const { code, err } = await qinqing(['chat', '--city', folder, '--data', data])
      expect(code).toBe(1)
      expect(err).toContain(`${folder}/people.yaml:3: there is no unit industry: there is harbour`)
      expect(await readdir(join(folder, '..'))).not.toContain(data.split('/').at(-1))
    }))
})
