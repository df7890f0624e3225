import { strToU8 } from 'fflate'
import { parse as parseCity } from '../../../adapters/city/parse.ts'
import { encodeLines, GENESIS, scanLines } from '../../../adapters/store/lowdb/line.ts'
import { checkCity } from '../../../bot/catalog/check.ts'
import { fileNames, schemas } from '../../../bot/catalog/files.ts'
import { shipped } from '../../../bot/catalog/index.ts'
import { flawsOf } from '../../../bot/catalog/issues.ts'
import { createConfig } from '../../../bot/config.ts'
import { Fault } from '../../../bot/model/fault.ts'
import { documentsFrom, repair } from '../../../knowledge/clean/index.ts'
import { dateIn, factsIn } from '../../../knowledge/facts/index.ts'
import { readCsv } from '../../../knowledge/read/csv.ts'
import { decode, decodePage, isCutShort } from '../../../knowledge/read/decode.ts'
import { readDocx } from '../../../knowledge/read/docx.ts'
import { readHtml } from '../../../knowledge/read/html.ts'
import { readJsonLines } from '../../../knowledge/read/jsonl.ts'
import { mismatch } from '../../../knowledge/read/magic.ts'
import { readMarkdown } from '../../../knowledge/read/markdown.ts'
import { readPdf } from '../../../knowledge/read/pdf.ts'
import type { BytesReader, Read, Reader } from '../../../knowledge/read/reader.ts'
import { readText } from '../../../knowledge/read/text.ts'
import { readXlsx } from '../../../knowledge/read/xlsx.ts'
import { split } from '../../../knowledge/text/split.ts'
import { laidOut, paragraph, pdf, table, word, workbook } from '../../knowledge/make-files.ts'
import { chance, type Draw, pick } from '../lib/draws.ts'
import { mutated, spoilt, textFrom } from './inputs.ts'
import { type SlowTarget, shown, type Target } from './target.ts'

const long = (draw: Draw): string =>
  Array.from({ length: 1 + draw(4) }, () => textFrom(draw)).join(pick(draw, ['\n', '\n\n', ',', '\t', ';']))

/** What a reader makes of a file is documents with texts, or troubles that say what to do. */
function read({ documents, troubles }: Read): string | undefined {
  const trouble = troubles.find(({ reason, advice }) => !reason || !advice)
  if (trouble) return `a trouble without words: ${shown(trouble)}`
  const odd = documents.find(({ body, title }) => typeof body !== 'string' || typeof title !== 'string')
  return odd ? `no document: ${shown(odd)}` : undefined
}

const reader = (name: string, weight: number, read_: Reader, path: string): Target => ({
  name,
  weight,
  try: (draw) => read(read_(path, long(draw))),
})

const CITY = {
  units: JSON.stringify(shipped.units.slice(0, 4), null, 1),
  city: 'city: 云州市\nareas:\n  - name: 江北区\n    also: [江北]\notherwise: general\n',
  holidays: "'2027':\n  off: [2027-01-01]\n  work: [2027-01-03]\n",
} as const

const ENV: Readonly<Record<string, string>> = {
  QINQING_DATA: './data',
  QINQING_HTTP: '127.0.0.1:8080',
  QINQING_TELEGRAM_TOKEN: '123456:ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghi',
  WECHATY_PUPPET: 'wechaty-puppet-service',
}

/** Documents, and what else is brought in as files: a city's folder, settings, a journal. */
export const papers: readonly Target[] = [
  reader('documents: .md', 0.6, readMarkdown, 'a.md'),
  reader('documents: .txt', 0.6, readText, 'a.txt'),
  reader('documents: .csv', 0.6, readCsv, 'a.csv'),
  reader('documents: .jsonl', 0.6, readJsonLines, 'a.jsonl'),
  {
    name: 'documents: encodings and kinds',
    weight: 1,
    try: (draw) => {
      const bytes = spoilt(draw, strToU8(textFrom(draw)))
      decode(bytes)
      decodePage(bytes)
      isCutShort(bytes)
      mismatch(pick(draw, ['.pdf', '.docx', '.xlsx', '.html']), bytes)
      return undefined
    },
  },
  {
    name: 'documents: facts, repairs and articles',
    weight: 0.6,
    try: (draw) => {
      const body = long(draw)
      const { facts } = factsIn({ title: textFrom(draw).slice(0, 80), body })
      for (const day of [facts.date, facts.from, facts.until, dateIn(body)])
        if (day !== undefined && Number.isNaN(Date.parse(day))) return `no day: ${day}`
      repair(body)
      documentsFrom('a.txt', body, {}, undefined)
      const sections = split(body)
      const off = sections.find(({ start, end }) => start < 0 || end > body.length || start > end)
      return off ? `a section outside of its text: ${shown(off)}` : undefined
    },
  },
  {
    name: 'imports: files of a city',
    weight: 0.4,
    try: (draw) => {
      const name = pick(draw, Object.keys(CITY)) as keyof typeof CITY
      const parsed = parseCity(name, `${name}.yaml`, chance(draw, 5) ? long(draw) : mutated(draw, CITY[name]))
      if (!('value' in parsed)) {
        const odd = parsed.find(({ says, line }) => says === '' || (line !== undefined && line < 1))
        return odd ? `says nothing: ${shown(odd)}` : undefined
      }
      const flaws = flawsOf(schemas[name], parsed.value)
      if (flaws.some(({ path }) => parsed.lineOf(path) < 1)) return 'a flaw on no line'
      if (flaws.length > 0 || !fileNames.includes(name)) return undefined
      const files = name === 'holidays' ? shipped : { ...shipped, [name]: schemas[name].parse(parsed.value) }
      checkCity({ files, own: new Set([name]), published: {} } as never)
      return undefined
    },
  },
  {
    name: 'imports: settings',
    weight: 0.3,
    try: (draw) => {
      const env = Object.fromEntries(
        Object.entries(ENV).map(([name, value]) => [name, chance(draw, 3) ? textFrom(draw) : mutated(draw, value)]),
      )
      try {
        createConfig(env, {}, { docs: 'docs' })
      } catch (error) {
        if (!(error instanceof Fault && error.code === 'config')) throw error
        const secret = env['QINQING_TELEGRAM_TOKEN'] ?? ''
        if (secret.length > 20 && error.message.includes(secret)) return 'tells a secret'
      }
      return undefined
    },
  },
  {
    name: 'imports: lines of a journal',
    weight: 0.8,
    try: (draw) => {
      const texts = [textFrom(draw), textFrom(draw), textFrom(draw)].map((text) => JSON.stringify(text))
      const { bytes } = encodeLines(texts, { offset: 0, hash: GENESIS })
      const isWhole = chance(draw, 4)
      const seen: string[] = []
      const given = isWhole ? bytes : Buffer.from(spoilt(draw, bytes))
      const { tail } = scanLines(given, { offset: 0, hash: GENESIS }, ({ json }) => seen.push(json))
      if (isWhole && (tail.state !== 'clean' || seen.length !== 3)) return 'does not read what it has written'
      return seen.every((json, i) => json === texts[i]) ? undefined : 'reads what was not written'
    },
  },
]

const MARKED =
  '<html><head><title>办法</title></head><body><h1>办法</h1><p>第一条 内容。</p><table><tr><td>一</td><td>二</td></tr></table></body></html>'

async function samples() {
  return {
    docx: word({
      body: `${paragraph('关于样例的通知')}${table(['一', '二'], ['三', '四'])}${paragraph('第一条 正文。')}`,
    }),
    xlsx: await workbook({
      表: [
        ['问题', '答案'],
        ['多久', '三十天'],
      ],
    }),
    pdf: pdf(laidOut('样例办法', ['第一条 为了样例，制定本办法。', '第二条 自公布之日起施行。'])),
  }
}

/** The readers that a file can lead astray run in a process of their own and may reject: that is a file not understood. */
async function readHostile(reading: BytesReader, make: () => Uint8Array, path: string, times: number) {
  for (let i = 0; i < times; i++) {
    const outcome = await reading(path, make()).catch(() => undefined)
    const wrong = outcome && read(outcome)
    if (wrong) return { count: i + 1, wrong }
  }
  return { count: times }
}

let made: ReturnType<typeof samples> | undefined
const sample = () => {
  made ??= samples()
  return made
}

/** Formats of which libraries make sense: pages, Word, Excel, PDF. */
export const formats: readonly SlowTarget[] = [
  {
    name: 'documents: .html',
    weight: 0.2,
    many: (draw) =>
      readHostile(readHtml, () => strToU8(chance(draw, 3) ? long(draw) : mutated(draw, MARKED)), 'a.html', 20),
  },
  {
    name: 'documents: .docx',
    weight: 0.05,
    async many(draw) {
      const { docx } = await sample()
      return readHostile(readDocx, () => spoilt(draw, docx), 'a.docx', 10)
    },
  },
  {
    name: 'documents: .xlsx',
    weight: 0.05,
    async many(draw) {
      const { xlsx } = await sample()
      return readHostile(readXlsx, () => spoilt(draw, xlsx), 'a.xlsx', 10)
    },
  },
  {
    name: 'documents: .pdf',
    weight: 0.005,
    async many(draw) {
      const { pdf } = await sample()
      return readHostile(readPdf, () => spoilt(draw, pdf), 'a.pdf', 5)
    },
  },
]
