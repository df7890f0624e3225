import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { laidOut, paragraph, pdf, word, wordXml, workbook, zipped } from '../../knowledge/make-files.ts'
import { type Draw, pick } from '../lib/draws.ts'

/** A kind of file that is not to be used, made in many ways: puts one into the folder. */
interface Hostile {
  readonly what: string
  readonly make: (folder: string, name: string, draw: Draw) => Promise<void> | void
}

const put = (folder: string, name: string, content: string | Uint8Array): void =>
  writeFileSync(join(folder, name), content)
const half = (bytes: Uint8Array, draw: Draw): Uint8Array =>
  bytes.slice(0, Math.floor(bytes.length * (0.2 + draw(60) / 100)))
const noise = (draw: Draw, length: number): Buffer => Buffer.from(Array.from({ length }, () => draw(256)))
const goodWord = word({ body: paragraph('摊位办法') + paragraph('每月两百元。') })
const goodPdf = pdf(laidOut('摊位办法', ['每月两百元，由城管局收取。', '三日内办结。']))
const PAGE =
  '<html><body><div id="zoom"><h1>摊位办法</h1><p>每月两百元，由城管局收取，三日内办结。</p></div></body></html>'

/** Small as a file, large once it is read. */
function inflating(body: string): Uint8Array {
  const parts = wordXml({ body: '@' })
  return zipped({ ...parts, 'word/document.xml': (parts['word/document.xml'] ?? '').replace('@', () => body) })
}

/** A zip that says of its parts that they are small. */
function lying(bytes: Uint8Array, part: string): Uint8Array {
  const copy = Buffer.from(bytes)
  const central = copy.lastIndexOf(Buffer.from(part)) - 46
  copy.writeUInt32LE(1000, central + 24)
  return copy
}

/** Entities that stand for each other: a few lines that would be gigabytes. */
function laughing(depth: number): string {
  const lines = Array.from({ length: depth }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`)
  return `<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "笑">${lines.join('')}]>`
}

function laughingWord(depth: number): Uint8Array {
  const parts = wordXml({ body: paragraph(`&l${depth};`) })
  return zipped({ ...parts, 'word/document.xml': `${laughing(depth)}${parts['word/document.xml'] ?? ''}` })
}

async function hugeBook(rows: number, columns: number): Promise<Uint8Array> {
  const { unzipSync, strFromU8, strToU8, zipSync } = await import('fflate')
  const parts = unzipSync(await workbook({ 表: [['问题', '答案']] }))
  const sheet = Object.keys(parts).find((name) => name.endsWith('sheet1.xml')) ?? ''
  const cell = '<c t="inlineStr"><is><t>甲</t></is></c>'
  const row = `<row>${cell.repeat(columns)}</row>`
  const xml = strFromU8(parts[sheet] ?? new Uint8Array()).replace('</sheetData>', `${row.repeat(rows)}</sheetData>`)
  return zipSync({ ...parts, [sheet]: strToU8(xml) })
}

const ole = (name: string): Buffer =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(600),
    Buffer.from(name, 'utf16le'),
    Buffer.alloc(400),
  ])

function sparse(path: string, bytes: number): void {
  const file = openSync(path, 'w')
  ftruncateSync(file, bytes)
  closeSync(file)
}

/** Each is to be quarantined, with a reason. `name` is without its ending. */
const HOSTILE: readonly Hostile[] = [
  {
    what: 'zip bombs',
    make: (f, n, draw) => put(f, `${n}.docx`, inflating(paragraph('甲').repeat(700_000 + draw(600_000)))),
  },
  {
    what: 'zips that lie about their size',
    make: (f, n, draw) =>
      put(f, `${n}.docx`, lying(inflating(paragraph('乙').repeat(20_000 + draw(9_000))), 'word/document.xml')),
  },
  {
    what: 'zips of thousands of parts',
    make: (f, n, draw) =>
      put(
        f,
        `${n}.docx`,
        zipped(Object.fromEntries(Array.from({ length: 10_500 + draw(2_000) }, (_, i) => [`word/d${i}.xml`, '']))),
      ),
  },
  { what: 'XML bombs', make: (f, n, draw) => put(f, `${n}.docx`, laughingWord(6 + draw(5))) },
  { what: 'huge tables', make: async (f, n, draw) => put(f, `${n}.xlsx`, await hugeBook(20_000 + draw(5_000), 60)) },
  {
    what: 'huge tables of text',
    make: (f, n, draw) =>
      put(f, `${n}.csv`, `问题,答案\n${`多久,三十天之内办结${'，'.repeat(30)}\n`.repeat(140_000 + draw(9_000))}`),
  },
  {
    what: 'tables within tables',
    make: (f, n, draw) => {
      let inner = paragraph('丙')
      for (let depth = 0; depth < 20_000 + draw(9_000); depth++)
        inner = `<w:tbl><w:tr><w:tc>${inner}</w:tc></w:tr></w:tbl>`
      put(f, `${n}.docx`, inflating(inner))
    },
  },
  {
    what: 'deep pages',
    make: (f, n, draw) => put(f, `${n}.html`, `<html><body>${'<div>'.repeat(200_000 + draw(50_000))}深</body></html>`),
  },
  {
    what: 'pages of 50 MB',
    make: (f, n, draw) =>
      put(
        f,
        `${n}.html`,
        `<html><body><h1>长</h1>${'<p>每月两百元，由城管局收取。</p>'.repeat(1_100_000 + draw(99_999))}</body></html>`,
      ),
  },
  {
    what: 'pages cut off, some behind a whole one',
    make: (f, n, draw) =>
      put(f, `${n}.html`, Buffer.concat([Buffer.from(pick(draw, ['', PAGE])), half(Buffer.from(PAGE), draw)])),
  },
  { what: 'broken PDF', make: (f, n, draw) => put(f, `${n}.pdf`, half(goodPdf, draw)) },
  {
    what: 'PDF of noise',
    make: (f, n, draw) =>
      put(f, `${n}.pdf`, Buffer.concat([Buffer.from('%PDF-1.7\n'), noise(draw, 9_000), Buffer.from('\n%%EOF')])),
  },
  { what: 'scanned PDF', make: (f, n, draw) => put(f, `${n}.pdf`, pdf(Array.from({ length: 1 + draw(4) }, () => []))) },
  { what: 'PDF with a password', make: (f, n) => put(f, `${n}.pdf`, pdf([[]], { encrypted: true })) },
  { what: 'Word cut off', make: (f, n, draw) => put(f, `${n}.docx`, half(goodWord, draw)) },
  {
    what: 'Word with a password, or of long ago',
    make: (f, n, draw) => put(f, `${n}.docx`, ole(pick(draw, ['EncryptedPackage', 'WordDocument']))),
  },
  {
    what: 'one format under the name of another',
    make: (f, n, draw) => put(f, `${n}${pick(draw, ['.docx', '.xlsx', '.html'])}`, goodPdf),
  },
  {
    what: 'formats that are not read',
    make: (f, n, draw) =>
      put(f, `${n}${pick(draw, ['.doc', '.xls', '.wps', '.rar', '.ppt', '.exe', ''])}`, ole('WordDocument')),
  },
  {
    what: 'wrong encodings',
    make: (f, n, draw) =>
      put(
        f,
        `${n}${pick(draw, ['.txt', '.md', '.csv', '.jsonl'])}`,
        Buffer.concat([Buffer.from([0xff, 0x00, 0x81, 0xff]), noise(draw, 3_000), Buffer.from([0xff, 0xff, 0x00])]),
      ),
  },
  {
    what: 'text cut within a character',
    make: (f, n) => put(f, `${n}.txt`, Buffer.from('摊位办法\n每月两百元').subarray(0, -1)),
  },
  { what: 'empty files', make: (f, n, draw) => put(f, `${n}${pick(draw, ['.docx', '.pdf', '.txt', '.html'])}`, '') },
  {
    what: 'headings without end',
    make: (f, n, draw) => put(f, `${n}.md`, `${'#'.repeat(200 + draw(9_000))} \n# 只有标题\n`),
  },
  {
    what: 'front matter with mistakes',
    make: (f, n, draw) =>
      put(
        f,
        `${n}.md`,
        pick(draw, [
          '---\ntitle: "没完\n---\n正文。\n',
          '---\ntitle: 甲\n正文没有结束的说明。\n',
          '---\n: : :\n- [\n---\n正文。\n',
        ]),
      ),
  },
  {
    what: 'JSON lines with mistakes',
    make: (f, n, draw) =>
      put(
        f,
        `${n}.jsonl`,
        pick(draw, ['{"id": "1"\n', '{"id": 1, "text": []}\n', '[[[[[[\n', `${'['.repeat(50_000)}\n`]),
      ),
  },
  {
    what: 'files of 500 MB',
    make: (f, n, draw) => sparse(join(f, `${n}${pick(draw, ['.txt', '.pdf', '.docx'])}`), 500_000_000),
  },
  {
    what: 'names with control characters',
    make: (f, n, draw) => put(f, `${n}${pick(draw, ['\n', '\u0007', '\u001b[2J', '\r'])}行.txt`, '甲\n乙。'),
  },
  {
    what: 'names that are no UTF-8',
    make: (f, n) =>
      writeFileSync(
        Buffer.concat([Buffer.from(join(f, n)), Buffer.from([0xff, 0xfe]), Buffer.from('.txt')]),
        '甲\n乙。',
      ),
  },
  {
    what: 'links out of the folder',
    make: (f, n, draw) =>
      symlinkSync(pick(draw, ['/etc/hostname', '/dev/zero', '/proc/self/mem', '../../x.txt']), join(f, `${n}.txt`)),
  },
  { what: 'links in circles', make: (f, n) => symlinkSync(`${n}.txt`, join(f, `${n}.txt`)) },
  { what: 'links to folders', make: (f, n) => symlinkSync('.', join(f, n)) },
  { what: 'pipes', make: (f, n) => void execFileSync('mkfifo', [join(f, `${n}.txt`)]) },
  {
    what: 'workbooks cut off',
    make: async (f, n, draw) => put(f, `${n}.xlsx`, half(await workbook({ a: [['甲', '乙']] }), draw)),
  },
]

/** What takes the reader its whole time, or much of the disk: few of these. */
const FEW: ReadonlyMap<string, number> = new Map([
  ['deep pages', 2],
  ['pages of 50 MB', 2],
  ['huge tables', 4],
  ['huge tables of text', 4],
  ['tables within tables', 4],
  ['zip bombs', 6],
])

/** So many of all kinds in turn, in folders of their own; how many there are of each. */
export async function fill(folder: string, count: number, draw: Draw): Promise<ReadonlyMap<string, number>> {
  const made = new Map<string, number>()
  let total = 0
  for (let round = 0; total < count; round++)
    for (const [i, { what, make }] of HOSTILE.entries()) {
      if (total >= count || (FEW.get(what) ?? Number.POSITIVE_INFINITY) <= round) continue
      const home = join(folder, `第${round}批`)
      mkdirSync(home, { recursive: true })
      await make(home, `坏${i}-${round}`, draw)
      made.set(what, (made.get(what) ?? 0) + 1)
      total += 1
    }
  return made
}
