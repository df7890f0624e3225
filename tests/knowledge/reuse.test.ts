import { readFileSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { build } from '../../knowledge/generation/build.ts'
import { type Generation, openGeneration } from '../../knowledge/generation/index.ts'
import { openSnapshot } from '../../knowledge/generation/snapshot.ts'
import { folderWith, put } from './folder.ts'

const page = (title: string, text: string) =>
  `<html><head><title>${title}</title></head><body><article><h1>${title}</h1><p>${text}</p></article></body></html>`

async function generation(folder: string, previous?: Generation, release = '1'): Promise<Generation> {
  const { bytes } = await build({ folder, previous, release })
  if (!bytes) throw new Error('nothing was read')
  return openGeneration(openSnapshot(bytes))
}
const bodyOf = (of: Generation, path: string) => of.source(of.numberOf(path) ?? -1).body

/** Another text of the same size and time: only whoever reads the file again can tell. */
function swapUnseen(folder: string, name: string, from: string, to: string): void {
  const path = join(folder, name)
  const { atimeMs, mtimeMs } = statSync(path)
  put(folder, { [name]: readFileSync(path, 'utf8').replace(from, to) })
  utimesSync(path, atimeMs / 1000, mtimeMs / 1000)
}

describe('what has not changed', () => {
  it('is not read again where reading is slow, and is where it has changed or the program has', async () => {
    const folder = folderWith({ '页.html': page('云州市办法', '每户补贴一百元，每年九月底前申请，过期不再受理。') })
    utimesSync(join(folder, '页.html'), 1_700_000_000, 1_700_000_000)
    const first = await generation(folder)
    swapUnseen(folder, '页.html', '一百元', '二百元')
    expect(bodyOf(await generation(folder, first), '页.html')).toContain('一百元')
    expect(bodyOf(await generation(folder, first, '2'), '页.html')).toContain('二百元')
    utimesSync(join(folder, '页.html'), 1_700_000_001, 1_700_000_001)
    expect(bodyOf(await generation(folder, first), '页.html')).toContain('二百元')
  })

  it('forgets what another document told of it, once that is gone', async () => {
    const newer = '---\ntitle: 云州市新办法\ndate: 2026-01-01\nreplaces: 云州市老办法\n---\n新办法的内容。'
    const older = '---\ntitle: 云州市老办法\ndate: 2020-01-01\n---\n老办法的内容。'
    const folder = folderWith({ '新.md': newer, '老.md': older })
    const first = await generation(folder)
    const factsOf = (of: Generation) => of.source(of.numberOf('老.md') ?? -1)
    expect(factsOf(first)).toMatchObject({ repealedBy: '云州市新办法', until: '2025-12-31' })
    put(folder, { '新.md': '别的\n内容。', '老.md': '' })
    const kept = factsOf(await generation(folder, first))
    expect(kept.body).toContain('老办法的内容')
    expect(kept).not.toHaveProperty('repealedBy')
    expect(kept).not.toHaveProperty('until')
  })
})
