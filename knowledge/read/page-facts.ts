import { type Document, elementsBelow, textOf } from './dom.ts'
import type { Facts } from './front-matter.ts'

const ORGAN =
  /(政府|委员会|委|办公室|办公厅|厅|局|部|院|署|总局|中心|银行|海关|法院|检察院|协会|商会|联合会|管委会|分局|支队|人大|政协)$/
const DAY = /((?:19|20)\d{2})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})/
const EVERYWHERE = /政策|文件|公告|公示|通知|动态|要闻|新闻|信息|公开|首页|解读|栏目|政务/

export interface PageFacts extends Facts {
  readonly base?: string
  /** When the page was put on the web: the day of its document only where that says nothing itself. */
  readonly published?: string
}

/** What is said of a page in its `meta`, and in the box that pages of governments have over the text. */
export function pageFacts(root: Document, text: readonly string[]): PageFacts {
  const meta = new Map<string, string>()
  let base: string | undefined
  let publishTime: string | undefined
  for (const { name, attribs, children } of elementsBelow(root)) {
    const content = attribs['content']?.trim()
    const key = (attribs['name'] ?? attribs['property'] ?? '').toLowerCase().replace(/[^a-z]/g, '')
    if (name === 'meta' && content && key && !meta.has(key)) meta.set(key, content)
    if (attribs['id'] === 'publish_time') publishTime ??= textOf(children) // as WeChat has it
    if (name === 'base' && attribs['href']) base ??= attribs['href']
    if (name === 'link' && attribs['rel'] === 'canonical' && attribs['href']) base ??= attribs['href']
  }
  const named = (...keys: string[]) => keys.map((key) => meta.get(key)).find((value) => value)
  const label = (...labels: string[]) => labelled(text, labels)

  const link = webAddress(named('url', 'ogurl')) ?? webAddress(savedFrom(root)) ?? webAddress(base)
  const title = named('articletitle', 'ogtitle')
  const number = label('发文字号', '文号', '发文号', '文件编号')
  const issuer = [
    label('发文机关', '发布机构', '发布机关', '发文单位', '制发机关'),
    named('contentsource', 'author'),
  ].find((name) => name && ORGAN.test(name))
  const date = dayOf(label('成文日期', '发文日期', '印发日期', '生成日期'))
  const published =
    dayOf(named('pubdate', 'publishdate', 'articlepublishedtime', 'publishtime', 'firstpublishedtime')) ??
    dayOf(label('发布日期', '发布时间', '公开日期')) ??
    dayOf(publishTime)
  const from = dayOf(label('生效日期', '实施日期', '施行日期'))
  const until = dayOf(label('废止日期', '失效日期', '有效期至', '截止日期'))
  const column = named('columnname')
  return {
    ...(title ? { title } : {}),
    ...(number && /\d+\s*号/.test(number) ? { number } : {}),
    ...(issuer ? { issuer } : {}),
    ...(date ? { date } : {}),
    ...(published ? { published } : {}),
    ...(from ? { from } : {}),
    ...(until && until >= (from ?? '') ? { until } : {}),
    ...(link ? { link } : {}),
    ...(column && !EVERYWHERE.test(column) && column.length <= 12 ? { topics: [column] } : {}),
    ...((link ?? base) ? { base: link ?? base ?? '' } : {}),
  }
}

/** The title a browser would show, without the name of the site after it. */
export function windowTitle(root: Document): string | undefined {
  for (const element of elementsBelow(root)) {
    if (element.name !== 'title') continue
    const [title = ''] = textOf(element.children).split(/\s*[_|]\s*|\s+[-–—]{1,2}\s+|--+/)
    return title || undefined
  }
  return undefined
}

/** `发文字号：青政发〔2025〕3号` in a line, with blanks in the label as pages set it, or the next cell of a table. */
function labelled(lines: readonly string[], labels: readonly string[]): string | undefined {
  for (const label of labels) {
    const pattern = new RegExp(
      `(?:^|[\\s｜|])${[...label].join('\\s*')}\\s*(?:[：:]\\s*(?:｜\\s*)?|｜\\s*)([^｜|\\s][^｜|]*)`,
    )
    for (const line of lines) {
      const value = pattern.exec(line)?.[1]
      const [word] = value?.trim().split(/\s{2,}|\s+(?=[\p{Script=Han}\s]{2,8}[：:])/u) ?? []
      if (word && word.length <= 60) return word
    }
  }
  return undefined
}

/** `2025年3月2日`, `2025-03-02 10:22` … as YYYY-MM-DD. */
export function dayOf(text: string | undefined): string | undefined {
  const [, year, month = '', day = ''] = DAY.exec(text ?? '') ?? []
  if (!year || Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return undefined
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function webAddress(text: string | undefined): string | undefined {
  return text && /^https?:\/\/\S+$/.test(text) ? text : undefined
}

/** Browsers note at the top of a page they save where it was. */
function savedFrom(root: Document): string | undefined {
  for (const child of root.children) {
    if (child.type !== 'comment') continue
    const address = /saved from url=\(\d+\)(\S+)/.exec(child.data)?.[1]
    if (address) return address
  }
  return undefined
}
