import { existsSync } from 'node:fs'
import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { check } from '../../knowledge/index.ts'
import { CORPORA, folderWith } from './folder.ts'

const absent = existsSync(CORPORA) ? '' : ' (skipped: ../shared/corpora is absent)'

describe.skipIf(absent)(`real documents are read without a crash${absent}`, () => {
  it('five web pages as they come', async () => {
    const { documents, faults } = await check(join(CORPORA, 'pages'))
    expect(documents).toHaveLength(5)
    expect(faults).toEqual([])
  })

  it('599 notices', async () => {
    const { documents, faults } = await check(join(CORPORA, 'policies/documents'))
    expect(documents).toHaveLength(599)
    expect(faults).toEqual([])
  })

  it('every twentieth law, with its articles', async () => {
    const files = (await readdir(join(CORPORA, 'laws'), { recursive: true }))
      .filter((file) => file.endsWith(').md'))
      .sort()
    const folder = folderWith({})
    const sample = files.filter((_, i) => i % 20 === 0)
    await Promise.all(sample.map((file) => cp(join(CORPORA, 'laws', file), join(folder, file))))
    const { documents, faults } = await check(folder)
    expect(faults).toEqual([])
    expect(documents).toHaveLength(sample.length)
    expect(documents.filter(({ articles }) => articles > 0).length).toBeGreaterThan(sample.length * 0.8)
    expect(documents.every(({ date }) => /^\d{4}-\d{2}-\d{2}$/.test(date ?? ''))).toBe(true)
  })
})
