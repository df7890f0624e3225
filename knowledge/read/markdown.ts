import { clean } from '../clean/index.ts'
import { factsIn } from '../facts/index.ts'
import { trouble } from './faults.ts'
import { type Facts, readFrontMatter } from './front-matter.ts'
import { bare, failed, nameOf, type Reader } from './reader.ts'
import { tableLines } from './table.ts'

/**
 * Markdown with its facts in front as YAML, or a law as LawRefBook keeps it: `# title`, lines that say when it was
 * issued, a comment `INFO END`, the text. The title is the front matter's, else the first `#`, else the file's name.
 */
export const readMarkdown: Reader = (path, text) => {
  const { yaml, rest } = apart(text.replace(/\r\n?/g, '\n'))
  if (yaml === undefined) return failed(trouble.openFrontMatter())
  const front = readFrontMatter(yaml)
  if ('reason' in front) return failed(front)

  const [history, law] = rest.split(/<!-- INFO END -->/, 2) as [string, string?]
  const lines = clean(plain(law === undefined ? rest : history)).split('\n')
  const heading = lines[0]?.startsWith('# ') ? lines[0].slice(2).trim() : undefined
  const title = front.facts.title ?? heading ?? nameOf(path)
  const own = law === undefined ? lines.slice(heading === title ? 1 : 0).join('\n') : clean(plain(law))
  if (/^(?:#.*(?:\n|$))*$/.test(own)) return failed(trouble.blank())

  const told = law === undefined ? {} : historyOf(lines, path)
  const { facts, found } = factsIn({ title, body: own, given: { ...told, ...front.facts }, amended: law !== undefined })
  const document = bare(path, title, own)
  const warnings = [...document.warnings, ...front.warnings]
  return { documents: [{ ...document, ...facts, ...(found.length > 0 && { found }), warnings }], troubles: [] }
}

function apart(text: string): { yaml?: string; rest: string } {
  const opening = /^\ufeff?---[ \t]*\n/.exec(text)?.[0]
  if (!opening) return { yaml: '', rest: text }
  const closing = /^---[ \t]*$/m.exec(text.slice(opening.length))
  if (!closing) return { rest: text }
  const end = opening.length + closing.index
  return { yaml: text.slice(opening.length, end), rest: text.slice(end + closing[0].length) }
}

/**
 * Without the marks that are not for reading. A link keeps its words, and its address where that says more. What a mark
 * may hold is bounded: a line of a million brackets would otherwise be searched to its end from each of them.
 */
function plain(markdown: string): string {
  return withoutComments(withRows(markdown))
    .replace(/!\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)/g, '$1')
    .replace(/\[([^[\]\n]{1,300})\]\((https?:[^)\s]{1,2000})\)/g, (_, words: string, url: string) =>
      words === url ? url : `${words}（${url}）`,
    )
    .replace(/\[([^[\]\n]{1,300})\]\([^)\n]{0,2000}\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)([^\n]{0,500}?\S)\1/g, '$2')
    .replace(/^([ \t]*)[*+] /gm, '$1- ')
    .replace(/^> ?/gm, '')
}

function withoutComments(text: string): string {
  let kept = ''
  let from = 0
  for (let at = text.indexOf('<!--'); at >= 0; at = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', at)
    if (end < 0) break
    kept += text.slice(from, at)
    from = end + 3
  }
  return kept + text.slice(from)
}

/** Its tables as rows with their header. */
function withRows(markdown: string): string {
  if (!markdown.includes('|')) return markdown
  const lines = markdown.split('\n')
  const out: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const header = lines[at] ?? ''
    if (!isTable(header, lines[at + 1])) {
      out.push(header)
      continue
    }
    let end = at + 2
    while (lines[end]?.includes('|')) end += 1
    out.push(...tableLines({ rows: [header, ...lines.slice(at + 2, end)].map(cellsOf), headerRows: 1 }))
    at = end - 1
  }
  return out.join('\n')
}

function isTable(header: string, delimiter = ''): boolean {
  if (!header.includes('|') || !delimiter.includes('|') || /[^|:\s-]/.test(delimiter)) return false
  return delimiter.includes('-') && cellsOf(header).length === cellsOf(delimiter).length
}

function cellsOf(line: string): { text: string }[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return inner.split(/(?<!\\)\|/).map((text) => ({ text: text.replaceAll('\\|', '|').replace(/<br\s*\/?>/gi, ' ') }))
}

/** What the lines above a law say: when it was last issued, under which number, by whom; the day may be in the file's name. */
function historyOf(lines: readonly string[], path: string): Facts {
  const dates = lines.flatMap((line) => /^(\d{4})年(\d{1,2})月(\d{1,2})日/.exec(line)?.slice(1) ?? [])
  const [year, month = '', day = ''] = dates.slice(-3)
  const named = /\((\d{4}-\d{2}-\d{2})\)\.md$/.exec(path)?.[1]
  const date = named ?? (year && `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  const order = lines
    .flatMap((line) => [...line.matchAll(/中华人民共和国(\p{Script=Han}{2,12}?)令第?(\d+)号/gu)])
    .at(-1)
  return {
    ...(date ? { date } : {}),
    ...(order ? { issuer: order[1] ?? '', number: `${order[1]}令第${order[2]}号` } : {}),
  }
}
