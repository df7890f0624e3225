import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check, createKnowledgeBase } from '../../knowledge/index.ts'
import { builtInLexicon, type Lexicon, readLexicon } from '../../knowledge/words/lexicon.ts'
import { cut, terms } from '../../knowledge/words/segment.ts'
import { expand } from '../../knowledge/words/synonyms.ts'
import { folderWith, put } from './folder.ts'

const TODAY = '2026-03-01'
const DOCUMENTS = {
  '无人机.md':
    '---\ntitle: 无人机航线补助\n---\n## 补多少？\n每条无人机货运航线一次性补助十万元，由低空经济专班审核。\n## 怎么报？\n每年三月网上填报。',
  '充电桩.md':
    '---\ntitle: 公共充电桩建设补贴\n---\n## 补多少？\n每个公共快充桩补贴三千元。\n## 怎么报？\n建成后六个月内向发展改革部门提出。',
  '冷库.md': '---\ntitle: 农产品冷库奖励\n---\n## 补多少？\n每立方米奖励一百元。\n## 怎么报？\n向农业农村部门提出。',
}
const lexicon = (more: Partial<Lexicon>): Lexicon => ({ ...builtInLexicon, ...more })

describe('the words of a folder', () => {
  it('stand beside those of jieba’s dictionary', async () => {
    const folder = folderWith({ '_kb/words.txt': '# 本市的叫法\n低空经济专班\n青禾直通 车\n飞手贷\n' })
    const { lexicon: own, faults } = await readLexicon(folder)
    expect(cut('低空经济专班审批飞手贷', own)).toEqual(
      expect.arrayContaining(['低空', '经济', '专班', '审批', '低空经济专班', '飞手贷']),
    )
    expect(cut('低空经济专班')).not.toContain('低空经济专班')
    expect(faults.map(({ line }) => line)).toEqual([3])
  })

  it('take no other away, shorter or longer', () => {
    const own = lexicon({ words: ['青禾贷', '青禾贷款贴息', '贴息券'] })
    const found = (text: string) => cut(text, own).filter((word) => own.words.includes(word))
    expect(found('青禾贷款贴息券')).toEqual(['青禾贷款贴息', '青禾贷', '贴息券'])
  })

  it('take effect at a reload, and go away with the next', async () => {
    const folder = folderWith(DOCUMENTS)
    const knowledge = await createKnowledgeBase({ folder })
    const ask = () => knowledge.ask('低空经济专班归谁领导', TODAY)
    const before = ask()

    put(folder, { '_kb/words.txt': '低空经济专班\n' })
    expect(ask()).toEqual(before)
    await knowledge.reload()
    const after = ask()
    expect(after.confidence).toBeGreaterThan(before.confidence)
    expect(after.passages[0]?.document).toBe('无人机.md')

    rmSync(join(folder, '_kb'), { recursive: true })
    await knowledge.reload()
    expect(ask()).toEqual(before)
  })
})

describe('the synonyms of a folder', () => {
  it('find what is written in other words, from one reload to the next', async () => {
    const folder = folderWith(DOCUMENTS)
    const knowledge = await createKnowledgeBase({ folder })
    const first = () => {
      const answer = knowledge.ask('小飞机给多少', TODAY)
      return answer.kind === 'found' ? answer.passages[0].document : answer.kind
    }
    expect(first()).not.toBe('无人机.md')

    put(folder, { '_kb/synonyms.txt': '# 俗称\n无人机 小飞机 飞行器\n' })
    await knowledge.reload()
    expect(first()).toBe('无人机.md')

    put(folder, { '_kb/synonyms.txt': '# 俗称\n' })
    await knowledge.reload()
    expect(first()).not.toBe('无人机.md')
  })

  it('count less than what was said, and never what was said twice', () => {
    const asked = expand('执照多久能拿到')
    expect(asked.find(({ text }) => text === '执照')).toMatchObject({ weight: 1, means: ['营业执照'] })
    expect(asked.find(({ text }) => text === '营业执照')?.weight).toBeLessThan(1)
    expect(asked.filter(({ kind, text }) => kind === 'word' && text === '执照')).toHaveLength(1)
  })

  it('lead from what people say to what laws say, where the word stands by itself, and not back', () => {
    const words = (question: string) => expand(question).map(({ text }) => text)
    expect(words('东西被偷了')).toContain('盗窃')
    expect(words('盗窃罪怎么判')).not.toContain('偷')
    expect(words('偷税怎么罚')).not.toContain('盗窃')
  })

  it('add nothing to a question that has none', () => {
    const question = '首台套装备奖多少'
    const asked = expand(question)
    expect(asked.every(({ weight, means }) => weight === 1 && means.length === 0)).toBe(true)
    expect(new Set(asked.filter(({ kind }) => kind === 'word').map(({ text }) => text))).toEqual(new Set(cut(question)))
  })

  it('are groups of words that mean one thing: none stands in two', () => {
    const words = builtInLexicon.synonyms.flat()
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([])
    expect(builtInLexicon.synonyms.length).toBeGreaterThanOrEqual(100)
  })
})

describe('the stop words of a folder', () => {
  it('are left out of a question, from one reload to the next', async () => {
    const folder = folderWith(DOCUMENTS)
    const knowledge = await createKnowledgeBase({ folder })
    const confidence = () => knowledge.ask('十万火急跪求高人 充电桩补多少', TODAY).confidence
    const before = confidence()

    put(folder, { '_kb/stop-words.txt': '十万火急\n跪求\n高人\n' })
    await knowledge.reload()
    expect(confidence()).toBeGreaterThan(before)

    rmSync(join(folder, '_kb'), { recursive: true })
    await knowledge.reload()
    expect(confidence()).toBe(before)
  })

  it('can be fewer than the built-in ones', async () => {
    const { lexicon: own, faults } = await readLexicon(folderWith({ '_kb/stop-words.txt': '-现在\n-无此词\n' }))
    expect(cut('现在', own)).toEqual(['现在'])
    expect(cut('现在')).toEqual([])
    expect(faults).toEqual([
      { path: '_kb/stop-words.txt', line: 2, reason: '“无此词”不是内置的停用词，无从去掉', advice: '请删去这一行' },
    ])
  })

  it('break the pairs of characters as well', () => {
    expect(terms('补贴以及奖励', lexicon({ stops: ['以及'] })).pairs).toEqual(['补贴', '奖励'])
  })
})

describe('mistakes in the lists', () => {
  it('are told with file, line, reason and advice, and the rest is used', async () => {
    const folder = folderWith({
      ...DOCUMENTS,
      '_kb/words.txt': `飞手贷\n飞手 贷\n${'长'.repeat(31)}\n！！！\n\n# 说明\n`,
      '_kb/synonyms.txt': '孤零零\n车 汽车\n无人机 小飞机\n',
      '_kb/stop-words.txt': Uint8Array.of(0xff, 0xfe, 0x00, 0x01, 0x02),
    })
    const { lexicon: own, faults } = await readLexicon(folder)
    expect(own.words).toContain('飞手贷')
    expect(own.synonyms.at(-1)).toEqual(['无人机', '小飞机'])
    expect(faults.map(({ path, line, reason }) => [path, line, reason])).toEqual([
      ['_kb/words.txt', 2, '“飞手 贷”里有空格'],
      ['_kb/words.txt', 3, `“${'长'.repeat(30)}…”有 31 个字，最多 30 个`],
      ['_kb/words.txt', 4, '“！！！”里没有字'],
      ['_kb/synonyms.txt', 1, '只有“孤零零”一个词'],
      ['_kb/synonyms.txt', 2, '“车”只有一个字，别的词里也会有它'],
      ['_kb/stop-words.txt', undefined, '不是文本文件（既不是 UTF-8，也不是 GB18030 编码）'],
    ])
    for (const { advice } of faults) expect(advice).not.toBe('')
    const report = await check(folder)
    expect(report.faults).toEqual(expect.arrayContaining(faults))
  })

  it('do not include how an editor saves: GB18030, Windows line ends, a byte order mark', async () => {
    const gb = Uint8Array.of(0xb7, 0xc9, 0xca, 0xd6, 0xb4, 0xfb, 0x0d, 0x0a) // 飞手贷
    const old = await readLexicon(folderWith({ '_kb/words.txt': gb }))
    expect(old).toMatchObject({ faults: [], lexicon: { words: expect.arrayContaining(['飞手贷']) } })
    const windows = await readLexicon(folderWith({ '_kb/synonyms.txt': '\uFEFF无人机 小飞機\r\n' }))
    expect(windows.lexicon.synonyms.at(-1)).toEqual(['无人机', '小飞机'])
  })

  it('are none where there are no lists', async () => {
    expect(await readLexicon(folderWith({}))).toEqual({ lexicon: builtInLexicon, faults: [] })
  })
})

describe('what people mistype', () => {
  it.each([
    ['帐期最长多久', '账期'],
    ['公基金怎么交', '公积金'],
    ['年捡几号截止', '年检'],
    ['竟业协议', '竞业'],
    ['保正金退吗', '保证金'],
  ])('“%s” is searched as %s', (question, word) => expect(terms(question).pairs.join(' ')).toContain(word.slice(0, 2)))

  it('is not seen where the same characters are part of something else', () => {
    expect(cut('在诉讼中裁定')).toEqual(cut('在诉讼中 裁定'))
  })
})

describe('a lexicon', () => {
  it('is plain data: what was written to a file cuts the same when it is read back', () => {
    const own = lexicon({ words: ['飞手贷'], synonyms: [['无人机', '小飞机']] })
    const back: Lexicon = JSON.parse(JSON.stringify(own))
    expect(terms('小飞机飞手贷怎么办', back)).toEqual(terms('小飞机飞手贷怎么办', own))
    expect(expand('小飞机', back)).toEqual(expand('小飞机', own))
  })

  it('may hold any characters', () => {
    const unit = fc.constantFrom(...'补贴的年5a%.*(|$ 😀𠮷')
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, unit })), fc.string({ unit }), (strange, text) => {
        const own = lexicon({ words: strange, stops: strange, synonyms: [strange] })
        expect(terms(text, own).words.some((word) => strange.includes(word))).toBe(false)
      }),
    )
  })
})
