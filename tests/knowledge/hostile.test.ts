import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { readFolder } from '../../knowledge/read/index.ts'
import { compiledEntry } from '../../knowledge/read/reader-process.ts'
import { folderWith } from './folder.ts'
import { laidOut, paragraph, pdf, word, wordXml, workbook, zipped } from './make-files.ts'

const LIMITS = { fileBytes: 10_000_000, fileSeconds: 20 }
/** Bounds on time and memory need the reader as a process, which is compiled (npm test does it; else `npm run build`). */
const BOUNDED = compiledEntry() !== undefined

const goodWord = word({ body: paragraph('摊位办法', '<w:jc w:val="center"/>') + paragraph('每月两百元。') })
const goodPdf = pdf(laidOut('摊位办法', ['每月两百元，由城管局收取。', '三日内办结。']))
const goodPage =
  '<html><body><div id="zoom"><h1>摊位办法</h1><p>每月两百元，由城管局收取，三日内办结。</p></div></body></html>'
const good = async () => ({
  'good.txt': '摊位办法\n每月两百元。',
  'good.html': goodPage,
  'good.docx': goodWord,
  'good.pdf': goodPdf,
  'good.xlsx': await workbook({
    问答: [
      ['问题', '答案'],
      ['多少钱？', '每月两百元。'],
    ],
  }),
})
const few = { 'good.txt': '摊位办法\n每月两百元。', 'good.docx': goodWord }
const FEW = ['good.docx', 'good.txt']
const GOOD = ['good.docx', 'good.html', 'good.pdf', 'good.txt', 'good.xlsx#2']

const ole = (name: string) =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(600),
    Buffer.from(name, 'utf16le'),
    Buffer.alloc(400),
  ])
const half = (bytes: Uint8Array) => bytes.slice(0, Math.floor(bytes.length * 0.6))

/** A document of so many paragraphs of one character: small as a file, large once it is read. */
function bomb(paragraphs: number): Uint8Array {
  const parts = wordXml({ body: '@' })
  return zipped({
    ...parts,
    'word/document.xml': (parts['word/document.xml'] ?? '').replace('@', paragraph('甲').repeat(paragraphs)),
  })
}

/** The same, saying of itself that it is small. */
function liar(): Uint8Array {
  const bytes = Buffer.from(bomb(20_000))
  const central = bytes.lastIndexOf(Buffer.from('word/document.xml')) - 46
  bytes.writeUInt32LE(1000, central + 24)
  return bytes
}

const manyParts = () =>
  zipped(Object.fromEntries(Array.from({ length: 12_000 }, (_, at) => [`word/document${at}.xml`, ''])))
const nested = () =>
  zipped({
    ...wordXml({ body: paragraph('摊位办法') + paragraph('每月两百元。') }),
    'word/embeddings/inner.zip': bomb(400_000),
  })

describe('each bad file is named, with the reason and what to do, and the rest is read', () => {
  const cases: [
    what: string,
    path: string,
    content: () => Uint8Array | string | Promise<Uint8Array>,
    reason: RegExp,
    advice: RegExp,
  ][] = [
    ['a scanned PDF', '扫描.pdf', () => pdf([[], []]), /扫描件/, /文字识别/],
    ['a PDF with a password', '密.pdf', () => pdf([[]], { encrypted: true }), /密码/, /去掉密码/],
    ['a PDF cut in the middle', '半.pdf', () => half(goodPdf), /PDF.*没有复制完/, /重新复制/],
    ['a PDF of noise', '乱.pdf', () => Buffer.from(`%PDF-1.7\n${'乱'.repeat(3000)}\n%%EOF`), /PDF/, /重新复制/],
    ['a Word document with a password', '密.docx', () => ole('EncryptedPackage'), /密码/, /去掉密码/],
    ['an old Word document renamed', '旧.docx', () => ole('WordDocument'), /旧版 Word/, /另存为 \.docx/],
    ['a Word document cut in the middle', '半.docx', () => half(goodWord), /Word.*没有复制完/, /重新复制/],
    ['a Word document that is text', '假.docx', () => '只是文字', /Word/, /重新复制/],
    ['a Word document that is a PDF', '真.docx', () => goodPdf, /扩展名是 \.docx，内容其实是 PDF/, /改成 \.pdf/],
    [
      'a workbook cut in the middle',
      '半.xlsx',
      async () => half(await workbook({ a: [['甲', '乙']] })),
      /Excel/,
      /重新复制/,
    ],
    ['a page cut in the middle', '半.html', () => half(Buffer.from(goodPage)), /没有结尾/, /另存/],
    ['a page and the beginning of a tag', '标签.html', () => `${goodPage}<ht`, /没有结尾/, /另存/],
    [
      'a whole page and half another',
      '一个半.html',
      () => `${goodPage}${half(Buffer.from(goodPage))}`,
      /没有结尾/,
      /另存/,
    ],
    [
      'text cut in the middle of a character',
      '半.txt',
      () => Buffer.from('摊位办法\n每月两百元').subarray(0, -1),
      /没有复制完/,
      /重新复制/,
    ],
    ['a page called .txt', '页.txt', () => `<!DOCTYPE html>${goodPage}`, /网页/, /改成 \.html/],
    ['an empty file', '空.docx', () => '', /空/, /完整/],
    ['a format that is not read', '旧.doc', () => ole('WordDocument'), /\.doc/, /另存为 \.docx/],
    ['a zip bomb', '弹.docx', () => bomb(1_000_000), /解压之后太大/, /拆成/],
    ['a zip that lies about its size', '谎.docx', liar, /Word/, /重新复制/],
    ['a zip of twelve thousand parts', '多.docx', manyParts, /部件太多/, /另存/],
    ['a name that is two lines', '两\n行.txt', () => '甲\n乙', /文件名/, /改名/],
  ]

  it('whatever is in the folder, within seconds', async () => {
    const bad = await Promise.all(cases.map(async ([, path, content]) => [path, await content()] as const))
    const folder = folderWith({
      ...(await good()),
      ...Object.fromEntries(bad),
      '套.docx': nested(),
      '名 字🙂(1).txt': '怪名字\n也读得到。',
      '~$lock.docx': 'x',
      'Thumbs.db': 'x',
      '.DS_Store': 'x',
      '_kb/words.txt': '词',
    })
    mkdirSync(join(folder, '文件夹.pdf'))
    const before = process.memoryUsage().rss
    const started = performance.now()
    const { documents, faults, files } = await readFolder(folder, LIMITS)
    expect(performance.now() - started).toBeLessThan(20_000)
    if (BOUNDED) expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)

    expect(documents.map(({ path }) => path).sort()).toEqual([...GOOD, '名 字🙂(1).txt', '套.docx'].sort())
    for (const [what, path, , reason, advice] of cases) {
      const fault = faults.find((one) => one.path === path.replace('\n', '\\x0a'))
      expect(fault, what).toMatchObject({
        reason: expect.stringMatching(reason),
        advice: expect.stringMatching(advice),
      })
    }
    expect(faults).toHaveLength(cases.length)
    expect(files.map(({ path }) => path)).not.toContain('~$lock.docx')
  })

  it('pipes and sockets do not make it wait; links are followed within the folder only, and not in circles', async () => {
    const folder = folderWith(few)
    execFileSync('mkfifo', [join(folder, '管道.txt')])
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(join(folder, '插座.pdf'), () => resolve()))
    symlinkSync('/etc/hostname', join(folder, '外.txt'))
    symlinkSync('b.txt', join(folder, 'a.txt'))
    symlinkSync('a.txt', join(folder, 'b.txt'))
    symlinkSync('.', join(folder, '圈'))
    symlinkSync('没有.txt', join(folder, '断.txt'))
    symlinkSync('good.docx', join(folder, '里.docx'))
    const { documents, faults } = await readFolder(folder, LIMITS)
    server.close()
    expect(documents.map(({ path }) => path).sort()).toEqual([...FEW, '里.docx'].sort())
    expect(Object.fromEntries(faults.map(({ path, reason }) => [path, reason]))).toEqual({
      '管道.txt': expect.stringContaining('不是普通文件'),
      '插座.pdf': expect.stringContaining('不是普通文件'),
      '外.txt': expect.stringContaining('文件夹之外'),
      'a.txt': expect.stringContaining('绕圈'),
      'b.txt': expect.stringContaining('绕圈'),
      圈: expect.stringContaining('指向文件夹'),
      '断.txt': expect.stringContaining('不在了'),
    })
  })

  it('a file of 500 MB is not read at all', async () => {
    const folder = folderWith(few)
    for (const name of ['大.txt', '大.pdf']) {
      const file = openSync(join(folder, name), 'w')
      ftruncateSync(file, 500_000_000)
      closeSync(file)
    }
    const started = performance.now()
    const { documents, faults } = await readFolder(folder, LIMITS)
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(documents).toHaveLength(FEW.length)
    expect(faults.map(({ reason }) => reason)).toEqual(Array(2).fill('文件太大：500 MB，上限是 10 MB'))
  })

  it('text made to be searched to its end again and again takes no longer than other text', async () => {
    const folder = folderWith({
      ...few,
      '括号.md': `# 括号\n${'每月**两百元[链'.repeat(100_000)}`,
      '注释.md': `# 注释\n${'<!--'.repeat(300_000)}`,
      '长.txt': `长段\n${'每月两百元'.repeat(1_100_000)}`,
      '方向.txt': '从右\u202e到左\u2066\n每月\u202d两百元。',
    })
    const started = performance.now()
    const { documents, faults } = await readFolder(folder, { ...LIMITS, fileBytes: 50_000_000 })
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(documents.map(({ path }) => path).sort()).toEqual([...FEW, '括号.md', '注释.md', '方向.txt'].sort())
    expect(documents.find(({ path }) => path === '方向.txt')).toMatchObject({ title: '从右到左', body: '每月两百元。' })
    expect(faults).toMatchObject([{ path: '长.txt', reason: '文字太多：550 万字' }])
  })

  it('a file that is still being copied', async () => {
    const folder = folderWith({ ...few, '长.txt': `标题\n${'正文。'.repeat(300_000)}` })
    let done = false
    const reading = readFolder(folder, LIMITS).finally(() => {
      done = true
    })
    while (!done) {
      appendFileSync(join(folder, '长.txt'), '又一句。')
      await setImmediate()
    }
    const { documents, faults } = await reading
    expect(documents.map(({ path }) => path)).toEqual(FEW)
    expect(faults).toMatchObject([{ path: '长.txt', reason: expect.stringContaining('还在变') }])
  })
})

describe.skipIf(!BOUNDED)('the reader is bounded, and replaced when it dies', () => {
  const slow = (paragraphs: number) =>
    `<html><body><div id="zoom"><h1>长</h1>${'<p>每月两百元。</p>'.repeat(paragraphs)}</div></body></html>`

  /** Takes more than twenty seconds. */
  const DEEP = `<html><body>${'<div>'.repeat(200_000)}深</body></html>`

  it('in memory: a small file that would take a gigabyte', async () => {
    const folder = folderWith({ ...few, '弹.docx': bomb(400_000) })
    const { documents, faults } = await readFolder(folder, { ...LIMITS, fileMegabytes: 100 })
    expect(documents.map(({ path }) => path)).toEqual(FEW)
    expect(faults).toMatchObject([{ path: '弹.docx', reason: '读取时超出内存上限' }])
  })

  it('in time: a page nested two hundred thousand deep', async () => {
    const folder = folderWith({
      ...few,
      '深.html': DEEP,
    })
    const { documents, faults } = await readFolder(folder, { ...LIMITS, fileSeconds: 3 })
    expect(documents.map(({ path }) => path)).toEqual(FEW)
    expect(faults).toMatchObject([{ path: '深.html', reason: '读取时超出时间上限（3 秒）' }])
  })

  it.skipIf(!existsSync('/proc'))('killed once in the middle of a file, that file is read again', async () => {
    const folder = folderWith({ ...few, 'a.html': slow(40_000) })
    const reading = readFolder(folder, LIMITS)
    await kill()
    const { documents, faults } = await reading
    expect(faults).toEqual([])
    expect(documents.map(({ path }) => path)).toEqual(['a.html', ...FEW])
  })

  it.skipIf(!existsSync('/proc'))(
    'killed every time, that file is named, and a new reader goes on with the next',
    async () => {
      const folder = folderWith({ ...few, 'a.html': DEEP })
      const reading = readFolder(folder, LIMITS)
      const first = await kill()
      await kill(first)
      const { documents, faults } = await reading
      expect(documents.map(({ path }) => path)).toEqual(FEW)
      expect(faults).toMatchObject([{ path: 'a.html', reason: expect.stringContaining('意外中断') }])
    },
  )

  /** Waits for this process's reader to be at work, ends it as the system would, and tells its number. */
  async function kill(other?: number): Promise<number> {
    for (;;) {
      const pid = readerOf(process.pid)
      // Starting takes a third of that.
      if (pid !== undefined && pid !== other && busy(pid) > 1) {
        process.kill(pid, 'SIGKILL')
        return pid
      }
      await setTimeout(20)
    }
  }
})

/** How long it has computed, in seconds. */
function busy(pid: number): number {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/.*\) /s, '')
    .split(' ')
    .slice(11, 13)
    .map(Number)
  return ((user ?? 0) + (system ?? 0)) / 100
}

function readerOf(parent: number): number | undefined {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8')
      const of = / \(.*\) \S (\d+) /.exec(` ${readFileSync(`/proc/${name}/stat`, 'utf8')}`)?.[1]
      if (command.includes('reader-entry.js') && Number(of) === parent) return Number(name)
    } catch {
      // it ended meanwhile
    }
  }
  return undefined
}
