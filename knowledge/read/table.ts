/** A cell as the file has it; `columns` and `rows` are how many it spans where it is merged. */
export interface Cell {
  readonly text: string
  readonly header?: boolean
  readonly columns?: number
  readonly rows?: number
}

interface Table {
  readonly rows: readonly (readonly Cell[])[]
  /** How many rows at the top are the header, where the format says so; otherwise it is found by its looks. */
  readonly headerRows?: number
  readonly caption?: string
}

/** A cell on its place in the grid; a merged one stands on several. */
type Slot = { readonly text: string; readonly cell: Cell } | undefined

const SEPARATOR = ' ｜ '
const MOST_COLUMNS = 256
const LABEL =
  /^(序号?|编号|号码?|项目|名称|内容|标准|条件|要求|时限|期限|时间|日期|部门|单位|机构|电话|传真|邮编|地址|网址|邮箱|地点|区域|地区|对象|范围|依据|材料|类别|类型|种类|分类|备注|说明|联系人|联系方式|联系电话|金额|额度|比例|税率|费率|方式|流程|步骤|环节|问题|答案|答复|级别|等级|行业|政策|事项|措施|来源|责任人|姓名|职务|办法|数量|合计)$/
const LABEL_END =
  /(编号|文号|号码|项目|名称|名|内容|标准|条件|要求|时限|期限|时间|日期|部门|单位|机构|电话|地址|网址|对象|范围|依据|材料|类别|类型|种类|分类|备注|说明|人|方式|金额|额度|比例|税率|费率|率|流程|环节|级别|等级|行业|政策|事项|措施|来源|办法|数量|情况|渠道|清单)$/
const VALUE =
  /^[\d\s.,，+\-–—~%％‰/:：年月日号()（）¥￥]+$|\d+(\.\d+)?\s*(元|万|亿|%|％|个|人|日|天|年|月|倍|吨|米|平方)|[。；！？]$|https?:|@/

/**
 * The rows of a table as lines, each with its header: `项目：稳岗补贴 ｜ 标准：每人500元`. A merged cell counts in every
 * row it spans, so that a row can stand by itself; a line across the whole table (“一、就业类”) goes before the rows
 * under it; where there is no header, cells are only joined. The caption becomes a heading.
 */
export function tableLines({ rows, headerRows, caption }: Table): string[] {
  const grid = gridOf(rows).filter((row) => row.some((slot) => slot?.text))
  const width = Math.max(0, ...grid.map((row) => row.length))
  const lines: string[] = []
  const title = caption ? inline(caption) : bannerOf(grid[0], width) && grid.length > 2 ? takeBanner(grid) : undefined
  if (title) lines.push(isNote(title) ? title : `##### ${title}`)

  const count = headerRows ?? headerRowsOf(grid, width)
  const names = count > 0 ? namesOf(grid.slice(0, count), width) : keysOf(grid, width) ? 'keys' : undefined
  const head = grid.slice(0, count).map((row) => textOf(row))
  let banner = ''
  for (const [index, row] of grid.entries()) {
    if (index < count || head.includes(textOf(row))) continue // a header is repeated on every page
    const across = bannerOf(row, width)
    const next = grid[index + 1]
    if (across && next && !bannerOf(next, width) && !isNote(across)) banner = across
    else if (across) lines.push(across)
    else lines.push((banner ? banner + SEPARATOR : '') + lineOf(row, names))
  }
  // A table that is nothing but its header still says something.
  return lines.length > 0 || count === 0 ? lines : grid.map((row) => lineOf(row, undefined))
}

/** The cells on their columns, as they are; what a merged one says holds in every row it spans, in its first column. */
export function filledDown(rows: readonly (readonly Cell[])[]): string[][] {
  return gridOf(rows).map((row) => row.map((slot, x) => (slot && slot.cell !== row[x - 1]?.cell ? slot.cell.text : '')))
}

/** A cell's own line breaks become blanks, and what separates cells is not found inside one. */
function inline(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/(?<=[\p{Script=Han}，。；：、（）]) (?=[\p{Script=Han}，。；：、（）])/gu, '')
    .replaceAll('｜', '|')
    .trim()
}

function gridOf(rows: readonly (readonly Cell[])[]): Slot[][] {
  const grid: Slot[][] = rows.map(() => [])
  for (const [y, row] of rows.entries()) {
    let x = 0
    for (const cell of row) {
      while (grid[y]?.[x]) x += 1
      const slot = { text: inline(cell.text), cell }
      const right = Math.min(x + Math.max(1, cell.columns ?? 1), MOST_COLUMNS)
      const bottom = Math.min(y + Math.max(1, cell.rows ?? 1), rows.length)
      for (let down = y; down < bottom; down += 1)
        for (let across = x; across < right; across += 1) {
          const line = grid[down]
          if (line && !line[across]) line[across] = slot
        }
      x = Math.max(right, x + 1)
      if (x >= MOST_COLUMNS) break
    }
  }
  return grid.map((row) => Array.from(row))
}

/** The text of a row that is one cell from the left edge to the right. */
function bannerOf(row: readonly Slot[] | undefined, width: number): string | undefined {
  const first = row?.[0]
  if (!row || !first?.text || width < 2 || (first.cell.columns ?? 1) < width) return undefined
  return row.every((slot) => slot?.cell === first.cell) ? first.text : undefined
}

function takeBanner(grid: Slot[][]): string | undefined {
  return grid.shift()?.[0]?.text
}

const isNote = (text: string) => text.length > 40 || /^[（(]?(注|备注|说明|单位)[：:]|。$/.test(text)

const textOf = (row: readonly Slot[]) => cellsOf(row).join(SEPARATOR)

/** Each merged cell once. */
function cellsOf(row: readonly Slot[]): string[] {
  return row.flatMap((slot, x) => (slot?.text && slot.cell !== row[x - 1]?.cell ? [slot.text] : []))
}

function lineOf(row: readonly Slot[], names: readonly string[] | 'keys' | undefined): string {
  if (names === undefined) return textOf(row)
  if (names === 'keys') return pairsOf(row)
  return row
    .flatMap((slot, x) => {
      if (!slot?.text || slot.cell === row[x - 1]?.cell) return []
      const end = row.findLastIndex((other) => other?.cell === slot.cell)
      const spanned = [...new Set(names.slice(x, end + 1).filter(Boolean))].join('、')
      return [spanned && spanned !== slot.text ? `${spanned}：${slot.text}` : slot.text]
    })
    .join(SEPARATOR)
}

/** The names of the columns; of two rows of header `补贴标准` over `小微企业` becomes `补贴标准·小微企业`. */
function namesOf(header: readonly (readonly Slot[])[], width: number): string[] {
  return Array.from({ length: width }, (_, x) => [
    ...new Set(header.map((row) => row[x]?.text ?? '').filter(Boolean)),
  ]).map((parts) => parts.join('·').replace(/[：:]$/, ''))
}

function headerRowsOf(grid: readonly (readonly Slot[])[], width: number): number {
  const marked = grid.findIndex((row) => !row.every((slot) => !slot || slot.cell.header))
  if (marked > 0) return marked
  const [first] = grid
  if (!first || width < 2 || grid.length < 2) return 0
  const texts = cellsOf(first)
  if (first.length < width || first.some((slot) => !slot?.text)) return 0
  if (new Set(texts).size < texts.length || texts.some((text) => text.length > 20 || VALUE.test(text))) return 0
  const labels = texts.filter(isLabel).length
  if (keysOf(grid, width) || (width === 2 && labels < 2)) return 0
  if (width > 2 && labels === 0 && texts.some((text) => text.length > 12)) return 0
  const deep = Math.max(...first.map((slot) => slot?.cell.rows ?? 1))
  const grouped = first.some((slot) => (slot?.cell.columns ?? 1) > 1)
  return grouped && deep > 1 && deep < grid.length ? deep : 1
}

const isLabel = (text: string) => text.length <= 12 && (LABEL.test(text.replace(/\s/g, '')) || LABEL_END.test(text))

/** Columns in pairs, of which the left says what the right is: 联系人 | 王某 | 电话 | …; they have no header. */
function keysOf(grid: readonly (readonly Slot[])[], width: number): boolean {
  if (width % 2 === 1 || width > 8) return false
  const keys = grid.flatMap((row) => row.flatMap((slot, x) => (x % 2 === 0 && slot?.text ? [slot.text] : [])))
  const values = grid.flatMap((row) => row.flatMap((slot, x) => (x % 2 === 1 && slot?.text ? [slot.text] : [])))
  const named = keys.filter((text) => /[：:]$/.test(text)).length
  if (width > 2 || named > keys.length / 2) return named >= keys.length * 0.6
  const labels = keys.filter(isLabel).length
  return labels >= keys.length * 0.6 && !values.slice(0, 1).some(isLabel) && !/^序号?$/.test(keys[0] ?? '')
}

function pairsOf(row: readonly Slot[]): string {
  const cells = cellsOf(row)
  return cells
    .flatMap((key, x) => (x % 2 === 0 ? [[key.replace(/[：:]$/, ''), cells[x + 1]].filter(Boolean).join('：')] : []))
    .join(SEPARATOR)
}
