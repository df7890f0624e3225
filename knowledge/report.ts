import type { DocumentFault, PolicyDocument } from './document.ts'
import { pack, split } from './text/split.ts'

/** The facts of a document that an administrator sees, in the order in which they are shown. */
const SHOWN = [
  'number',
  'issuer',
  'date',
  'region',
  'from',
  'until',
  'repealedBy',
  'replaces',
  'link',
  'owner',
  'review',
  'incomplete',
] as const
type Known = Partial<Pick<PolicyDocument, (typeof SHOWN)[number]>>

/** What was understood of a document, for an administrator to see at a glance. */
export interface DocumentReport extends Known {
  readonly path: string
  readonly title: string
  readonly warnings: readonly string[]
  /** The names of those facts that were found in the text, not given. */
  readonly found?: readonly string[]
  /** The names of those that other documents told of it. */
  readonly told?: readonly string[]
  /** What was cut from the page, by reason. */
  readonly cut?: NonNullable<PolicyDocument['cut']>
  readonly articles: number
  readonly passages: number
  readonly characters: number
}

/** What a folder holds, and what in it is wrong. */
export interface Report {
  /** Whether what was read can answer: on a reload, whether it does from now on. */
  readonly ok: boolean
  readonly documents: readonly DocumentReport[]
  readonly passages: number
  readonly faults: readonly DocumentFault[]
  /** The same in words: a line that sums it up, then one for each fault and each warning. */
  readonly lines: readonly string[]
}

const MOST_LINES = 30

/** `kept` are those of `read` that could not be read this time and stand as they were read before. */
export function reportOf(
  read: readonly PolicyDocument[],
  faults: readonly DocumentFault[],
  kept: readonly PolicyDocument[] = [],
): Report {
  const documents = read.map(describe)
  const ok = documents.length > 0
  const total = documents.reduce((sum, { passages }) => sum + passages, 0)
  const wrong = faults.length > 0 ? `，${faults.length} 处有问题` : ''
  const summary = ok ? `读入 ${documents.length} 份文件，共 ${total} 段${wrong}` : '没有读到可用的文件'
  const details = [
    ...faults.map(lineOf),
    ...kept.map(({ path }) => `${path}：这次读不了，仍按上次读到的内容回答。`),
    ...documents.flatMap(({ path, warnings }) => warnings.map((warning) => `${path}：${warning}`)),
  ]
  const rest = details.length > MOST_LINES ? [`……另有 ${details.length - MOST_LINES} 条`] : []
  return { ok, documents, passages: total, faults, lines: [summary, ...details.slice(0, MOST_LINES), ...rest] }
}

/** `坏.md 第3行：开头的说明有误……。请改正……` */
function lineOf({ path, line, reason, advice }: DocumentFault): string {
  return `${path}${line === undefined ? '' : ` 第 ${line} 行`}：${reason}。${advice}。`
}

function describe(document: PolicyDocument): DocumentReport {
  const { path, title, warnings, found, told, cut, body } = document
  const sections = split(body)
  const known = SHOWN.filter((fact) => isKnown(document[fact])).map((fact) => [fact, document[fact]])
  return {
    path,
    title,
    ...Object.fromEntries(known),
    ...(found && { found }),
    ...(told && { told }),
    ...(cut && { cut }),
    warnings,
    articles: sections.filter(({ article }) => article).length,
    passages: sections.reduce((sum, { sentences }) => sum + pack(sentences).length, 0),
    characters: body.replace(/\s/g, '').length,
  }
}

const isKnown = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0)

const NAMES: Readonly<Record<(typeof SHOWN)[number], string>> = {
  number: '文号',
  issuer: '发文机关',
  date: '日期',
  region: '地区',
  from: '生效',
  until: '失效',
  repealedBy: '被废止或取代于',
  replaces: '取代',
  link: '链接',
  owner: '维护人',
  review: '复核日期',
  incomplete: '不完整',
}

/**
 * A document's facts on one line, what matters most first, those not given marked with `*`, unknown ones left out:
 * `12条 34段  2020-02-07*  大发〔2020〕5号  辽宁省大连市*  删去108字`. With `today` (YYYY-MM-DD) it tells what is over or
 * overdue. It fits so many columns, of which a Han character takes two; 60 are what is left of 120 beside a path and a
 * short title.
 */
export function factsLine(document: DocumentReport, today?: string, columns = 60): string {
  const mark = (fact: (typeof SHOWN)[number]) =>
    document.found?.includes(fact) || document.told?.includes(fact) ? '*' : ''
  const { number, issuer, date, region, from, until, repealedBy, review, owner, articles, passages } = document
  const force = from || until ? `有效${from ?? ''}${mark('from')}～${until ?? ''}${mark('until')}` : ''
  const removed = cutCharacters(document)
  const parts = [
    document.incomplete && '【不完整】',
    today && until && until < today && '【已失效】',
    today && review && review < today && `【${owner ? `${owner}：` : ''}逾期未复核】`,
    `${articles > 0 ? `${articles}条 ` : ''}${passages}段`,
    date && `${date}${mark('date')}`,
    number && `${number}${mark('number')}`,
    region && `${region}${mark('region')}`,
    force,
    repealedBy && `被取代：${repealedBy}${mark('repealedBy')}`,
    removed > 0 && `删去${removed}字`,
    document.warnings.length > 0 && `${document.warnings.length}条提醒`,
    issuer && `${issuer}${mark('issuer')}`,
  ]
  const told = parts.filter((part): part is string => typeof part === 'string' && part !== '')
  return fitted(told, columns)
}

/** Everything that was understood of a document, a line each: for `kb check DIR --full`. */
export function factsLines(document: DocumentReport, today?: string): string[] {
  const { path, title, found = [], told = [], cut = [], warnings, articles, passages, characters, review } = document
  const facts = SHOWN.flatMap((fact) => {
    const value = document[fact]
    if (!isKnown(value)) return []
    const words = value === true ? '只有一部分正文' : Array.isArray(value) ? value.join('、') : String(value)
    const late = fact === 'review' && today && review && review < today ? '（已逾期）' : ''
    return [
      `  ${NAMES[fact]}：${words}${late}${found.includes(fact) ? '（从正文认出）' : told.includes(fact) ? '（从其他文件得知）' : ''}`,
    ]
  })
  return [
    path,
    `  标题：${title}`,
    ...facts,
    `  内容：${articles > 0 ? `${articles} 条，` : ''}${passages} 段，${characters} 字`,
    ...cut.map(({ reason, characters: many, begins }) => `  删去：${reason} ${many} 字（${begins}）`),
    ...warnings.map((warning) => `  提醒：${warning}`),
  ]
}

/** How many characters were cut from the page around a document. */
function cutCharacters({ cut = [] }: Pick<DocumentReport, 'cut'>): number {
  return cut.reduce((sum, { characters }) => sum + characters, 0)
}

/** As many parts as fit; what does not is told by an ellipsis. */
function fitted(parts: readonly string[], columns: number): string {
  let line = ''
  for (const [i, part] of parts.entries()) {
    const longer = i === 0 ? part : `${line}  ${part}`
    const last = i === parts.length - 1
    if (widthOf(longer) > (last ? columns : columns - 3)) return `${line} …`
    line = longer
  }
  return line
}

function widthOf(text: string): number {
  let width = 0
  for (let i = 0; i < text.length; i += 1) width += text.charCodeAt(i) > 0x2000 ? 2 : 1
  return width
}
