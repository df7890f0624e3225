import { clean } from '../clean.ts'
import { trouble } from './faults.ts'
import { type Facts, readFrontMatter } from './front-matter.ts'
import { bare, failed, type Reader } from './reader.ts'

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
  if (/^(#.*\n?)*$/.test(own)) return failed(trouble.blank())

  const facts = { ...(law === undefined ? {} : historyOf(lines, path)), ...front.facts }
  const document = bare(path, title, own)
  return { documents: [{ ...document, ...facts, warnings: [...document.warnings, ...front.warnings] }], troubles: [] }
}

function apart(text: string): { yaml?: string; rest: string } {
  const opening = /^\ufeff?---[ \t]*\n/.exec(text)?.[0]
  if (!opening) return { yaml: '', rest: text }
  const closing = /^---[ \t]*$/m.exec(text.slice(opening.length))
  if (!closing) return { rest: text }
  const end = opening.length + closing.index
  return { yaml: text.slice(opening.length, end), rest: text.slice(end + closing[0].length) }
}

/** Without the marks that are not for reading. A link keeps its words, and its address where that says more. */
function plain(markdown: string): string {
  return markdown
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/!\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/\[([^\]\n]+)\]\((https?:[^)\s]+)\)/g, (_, words: string, url: string) =>
      words === url ? url : `${words}（${url}）`,
    )
    .replace(/\[([^\]\n]+)\]\([^)\n]*\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replace(/^([ \t]*)[*+] /gm, '$1- ')
    .replace(/^> ?/gm, '')
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

function nameOf(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.md$/i, '')
}
