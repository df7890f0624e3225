import { existsSync } from 'node:fs'
import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentsFrom, partsOf } from '../../knowledge/clean/index.ts'
import { check } from '../../knowledge/index.ts'
import { CORPORA, folderWith } from './folder.ts'

const absent = existsSync(CORPORA) ? '' : ' (skipped: ../shared/corpora is absent)'
/** `CORPORA=all npx vitest run tests/knowledge/corpora.test.ts` reads every law, not a sample. */
const EVERY = process.env['CORPORA'] === 'all' ? 1 : 20

const squeeze = (text: string) => text.replace(/\s/g, '')
const page = async (number: string) => {
  const file = (await readdir(join(CORPORA, 'pages'))).find((name) => name.startsWith(number)) ?? ''
  return documentsFrom(file, await readFile(join(CORPORA, 'pages', file), 'utf8'))
}

describe.skipIf(absent)(`real documents are read without a crash${absent}`, () => {
  it('five web pages as they come: one of them holds ten articles, one is a preview', async () => {
    const { documents, faults } = await check(join(CORPORA, 'pages'))
    expect(faults).toEqual([])
    expect(documents).toHaveLength(14)
    expect(documents.filter(({ incomplete }) => incomplete)).toHaveLength(1)
    expect(documents.every(({ title }) => !/首页|当前|欢迎|^•|^\d/.test(title))).toBe(true)
  })

  it('the page with several articles: each with its own title and its own text', async () => {
    const documents = await page('002')
    expect(new Set(documents.map(({ title }) => title)).size).toBe(10)
    expect(documents.every(({ body }) => body.length > 300 && !/^\d\d\/\d\d$/m.test(body))).toBe(true)
  })

  it('the page whose encoding went wrong: readable, every quotation mark with its other half', async () => {
    const [document] = await page('003')
    expect(document?.body).not.toMatch(/[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùü]+[)）]|[!！]痹/)
    expect(document?.body.match(/“/g)?.length).toBe(document?.body.match(/”/g)?.length)
    expect(document?.warnings.join()).toContain('编码')
  })

  it('599 notices, and no answer is cut from one', async () => {
    const { documents, faults } = await check(join(CORPORA, 'policies/documents'))
    expect(documents).toHaveLength(599)
    expect(faults).toEqual([])
    const questions = (await readFile(join(CORPORA, 'policies/questions.jsonl'), 'utf8')).trim().split('\n')
    for (const line of questions) {
      const { document, answer } = JSON.parse(line) as { document: string; answer: string }
      const text = await readFile(join(CORPORA, 'policies/documents', `${document}.txt`), 'utf8')
      const all = documentsFrom(`${document}.txt`, text).map(({ title, body }) => squeeze(title + body))
      expect(all.join('')).toContain(squeeze(answer))
    }
    const cut = documents.flatMap((one) => one.cut ?? [])
    const characters = documents.reduce((sum, one) => sum + one.characters, 0)
    expect(cut.reduce((sum, one) => sum + one.characters, 0)).toBeLessThan(characters / 200)
  })

  it(`every law in ${EVERY}, with its articles`, { timeout: EVERY === 1 ? 120_000 : 30_000 }, async () => {
    const files = (await readdir(join(CORPORA, 'laws'), { recursive: true }))
      .filter((file) => file.endsWith(').md'))
      .sort()
    const folder = folderWith({})
    const sample = files.filter((_, i) => i % EVERY === 0)
    await Promise.all(sample.map((file) => cp(join(CORPORA, 'laws', file), join(folder, file))))
    const { documents, faults } = await check(folder)
    expect(faults).toEqual([])
    expect(documents).toHaveLength(sample.length)
    expect(documents.filter(({ articles }) => articles > 0).length).toBeGreaterThan(sample.length * 0.8)
    expect(documents.every(({ date }) => /^\d{4}-\d{2}-\d{2}$/.test(date ?? ''))).toBe(true)
    expect(documents.every(({ date = '', from = '9999' }) => from >= date)).toBe(true)
  })

  it('a law read as a page loses nothing', async () => {
    const file = join(CORPORA, 'laws/民法典')
    for (const name of (await readdir(file)).slice(0, 3)) {
      const text = await readFile(join(file, name), 'utf8')
      const reasons = partsOf(text.replace(/^#+ /gm, '')).filter(({ reason }) => reason)
      expect(reasons).toEqual([])
    }
  })
})
