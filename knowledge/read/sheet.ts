import type { PolicyDocument } from '../document.ts'
import { type Trouble, trouble } from './faults.ts'
import type { Facts } from './front-matter.ts'
import { dayOf } from './page-facts.ts'
import { bare, documentFrom, nameOf, type Read } from './reader.ts'
import { type Cell, filledDown, tableLines } from './table.ts'

/** A sheet of a workbook, or a .csv file. */
export interface Sheet {
  readonly name: string
  /** Those that are not empty, with their numbers as the program that made them counts. */
  readonly rows: readonly { readonly number: number; readonly cells: readonly Cell[] }[]
}

type Use =
  | 'question'
  | 'answer'
  | 'aliases'
  | 'topics'
  | 'sources'
  | 'issuer'
  | 'until'
  | 'from'
  | 'date'
  | 'region'
  | 'number'
  | 'link'
  | 'owner'
  | 'review'

/** What a column is for, by its name. */
const USES: readonly (readonly [Use, RegExp])[] = [
  ['question', /^(标准)?(问题?|题目|提问|咨询(问题|内容)|常见问题|问题(内容|描述|标题)|事项问题|question)$/i],
  ['answer', /^(标准)?(答案?|答复|回答|解答|回复|答复(内容|意见)|回复内容|解答内容|参考答案|answer)$/i],
  ['aliases', /^(相似(问题?|问法)|扩展问|其他问法|同义问|别名)$/],
  ['topics', /^(分类|类别|类型|主题|领域|标签|一级分类|二级分类|问题(分类|类型|类别)|业务(分类|类型))$/],
  ['sources', /^((政策)?依据|法律依据|来源|文件(依据|名称)|出处|依据文件|参考文件)$/],
  [
    'issuer',
    /^(责任(单位|部门)|解答(单位|部门)|答复(单位|部门)|承办(单位|部门)|主管部门|发布(单位|机构)|提供单位|单位|部门)$/,
  ],
  ['until', /^(有效期(至|限)?|失效(日期|时间)|截止(日期|时间)|到期(日期|时间))$/],
  ['from', /^(生效|施行|实施)(日期|时间)$/],
  ['date', /^((发布|更新|制定|答复)(日期|时间)|日期|时间)$/],
  ['region', /^((适用)?(地区|区域|范围)|适用地域)$/],
  ['number', /^(文号|发文字号)$/],
  ['link', /^(链接|网址|原文(链接|地址)?)$/],
  ['owner', /^(维护人|责任人|负责人)$/],
  ['review', /^(复核|审核|核对)(日期|时间)$/],
]
const LISTS: ReadonlySet<Use> = new Set(['aliases', 'topics', 'sources'])
const DAYS: ReadonlySet<Use> = new Set(['until', 'from', 'date', 'review'])

/**
 * The documents of a workbook. Of a sheet of questions and answers every row is one (`常见问题.xlsx#3` is row 3; with
 * several sheets `常见问题.xlsx#社保-3`); any other sheet is one document, its rows lines of a table.
 */
export function readSheets(path: string, sheets: readonly Sheet[]): Read {
  const full = sheets.filter(({ rows }) => rows.some(({ cells }) => cells.some(({ text }) => text.trim() !== '')))
  const several = full.length > 1
  const reads = full.map((sheet) => {
    const grid = filledDown(sheet.rows.map(({ cells }) => cells))
    const columns = columnsOf(grid)
    return columns ? questionsOf(path, sheet, grid, columns, several) : tableOf(path, sheet, several)
  })
  const documents = reads.flatMap((read) => read.documents)
  const troubles = reads.flatMap((read) => read.troubles)
  return { documents, troubles: documents.length + troubles.length === 0 ? [trouble.empty()] : troubles }
}

interface Columns {
  /** The row of the header, counted within `rows`. */
  readonly header: number
  readonly names: readonly string[]
  readonly uses: readonly (Use | undefined)[]
}

/** Where the header is: one of the first rows that names both a question and an answer. */
function columnsOf(grid: readonly (readonly string[])[]): Columns | undefined {
  for (const [header, row] of grid.slice(0, 10).entries()) {
    const names = row.map((text) => text.replace(/[\s*＊：:（()）]|必填|选填/g, ''))
    const taken = new Set<Use>()
    const uses = names.map((name) => {
      const use = USES.find(([one, pattern]) => pattern.test(name) && (LISTS.has(one) || !taken.has(one)))?.[0]
      if (use) taken.add(use)
      return use
    })
    if (taken.has('question') && taken.has('answer')) return { header, names, uses }
  }
  return undefined
}

function questionsOf(
  path: string,
  sheet: Sheet,
  grid: readonly (readonly string[])[],
  { header, names, uses }: Columns,
  several: boolean,
): Read {
  const documents: PolicyDocument[] = []
  const troubles: Trouble[] = []
  for (const [index, cells] of grid.entries()) {
    if (index <= header) continue
    const number = sheet.rows[index]?.number ?? index + 1
    const of = (use: Use) => cells[uses.indexOf(use)]?.trim() ?? ''
    const [question, answer] = [of('question').replace(/\s+/g, ' '), of('answer')]
    if (question === '' && answer === '') continue
    if (question === '' || answer === '') {
      if (question !== '') troubles.push(trouble.noAnswer(number, question))
      continue
    }
    const extra = cells.flatMap((text, at) =>
      uses[at] === undefined && names[at] && text.trim() && !/^(序号|编号|id)$/i.test(names[at] ?? '')
        ? [`${names[at]}：${text.trim()}`]
        : [],
    )
    const { facts, warnings } = factsOf(cells, uses)
    const id = several ? `${path}#${sheet.name}-${number}` : `${path}#${number}`
    const read = documentFrom(id, question, [answer, ...extra], facts)
    documents.push(...read.documents.map((one) => ({ ...one, warnings: [...one.warnings, ...warnings] })))
  }
  return { documents, troubles }
}

function factsOf(cells: readonly string[], uses: readonly (Use | undefined)[]): { facts: Facts; warnings: string[] } {
  const facts: Record<string, string | string[]> = {}
  const warnings: string[] = []
  for (const [at, use] of uses.entries()) {
    const text = cells[at]?.trim() ?? ''
    if (!use || use === 'question' || use === 'answer' || text === '') continue
    if (LISTS.has(use)) {
      const pattern = use === 'sources' ? /[\n；;]+/ : /[\n；;、,，|/]+/
      const items = text.split(pattern).map((item) => item.trim())
      facts[use] = [...((facts[use] as string[] | undefined) ?? []), ...items.filter(Boolean)]
    } else if (DAYS.has(use)) {
      const day = dayOf(/[至到—~～]/.test(text) ? (text.split(/[至到—~～]+/).at(-1) ?? '') : text)
      if (day) facts[use] = day
      else if (!/长期|永久|有效|无/.test(text)) warnings.push(`看不懂的日期“${text.slice(0, 20)}”，未使用`)
    } else facts[use] = text.replace(/\s+/g, ' ')
  }
  if (typeof facts['link'] === 'string' && !/^https?:/.test(facts['link'])) delete facts['link']
  return { facts, warnings }
}

function tableOf(path: string, sheet: Sheet, several: boolean): Read {
  const lines = tableLines({ rows: sheet.rows.map(({ cells }) => cells) })
  const name = nameOf(path)
  const first = /^##### (.+)$/.exec(lines[0] ?? '')?.[1]
  const title = first ?? (several && !/^sheet\d*$|^工作表\d*$/i.test(sheet.name) ? `${name} ${sheet.name}` : name)
  const read = documentFrom(several ? `${path}#${sheet.name}` : path, title, first ? lines.slice(1) : lines)
  return read.documents.length > 0
    ? read
    : { documents: [bare(path, name, lines.join('\n'))].filter(({ body }) => body), troubles: [] }
}
