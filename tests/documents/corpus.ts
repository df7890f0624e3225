import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Public law and web pages, beside the project where it is written and absent elsewhere. */
const CORPORA = join(import.meta.dirname, '../../../shared/corpora')
const LAWS = join(CORPORA, 'laws')
const PAGES = join(CORPORA, 'pages')
export const present = { laws: existsSync(LAWS), pages: existsSync(PAGES) }

const NAME = /^(?<name>.+?)(?:\((?<date>\d{4}-\d\d-\d\d)\))?\.md$/
const ARTICLE = /^(?<article>第[零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)[\s　]*(?<text>.*)$/
/** The Civil Code lies there in its books. */
const CODE = '民法典'

interface Law {
  readonly file: string
  readonly head: string
  readonly articles: ReadonlyMap<string, string>
}

/** Finds the newest version of a law by its short name, such as 增值税法. */
export function readLaws(): (name: string) => Law | undefined {
  const newest = new Map<string, { date: string; files: string[] }>()
  for (const path of readdirSync(LAWS, { recursive: true, encoding: 'utf8' }).sort()) {
    const { name, date = '' } = NAME.exec(basename(path))?.groups ?? {}
    if (!name) continue
    const key = path.startsWith(CODE) ? CODE : name
    const known = newest.get(key)
    if (key === CODE && known) known.files.push(path)
    else if (!known || known.date < date) newest.set(key, { date, files: [path] })
  }
  const read = new Map<string, Law>()
  return (name) => {
    const key = name.replaceAll('〈', '《').replaceAll('〉', '》').replaceAll('中华人民共和国', '')
    const files = newest.get(key)?.files
    if (!files) return undefined
    const law = read.get(key) ?? parse(files)
    read.set(key, law)
    return law
  }
}

function parse(files: readonly string[]): Law {
  const articles = new Map<string, string>()
  let head = ''
  for (const file of files) {
    const [info = '', body = ''] = readFileSync(join(LAWS, file), 'utf8').split('<!-- INFO END -->')
    head += info
    let current = ''
    for (const line of body.split('\n').map((text) => text.replaceAll('**', '').trim())) {
      const { article, text = '' } = ARTICLE.exec(line)?.groups ?? {}
      if (line.startsWith('#')) current = ''
      else if (article) {
        current = article
        articles.set(article, text)
      } else if (current) articles.set(current, `${articles.get(current)}\n${line}`)
    }
  }
  return { file: files.join(' '), head, articles }
}

/** A page by the number its file's name begins with. */
export function readPage(number: string): string | undefined {
  const file = readdirSync(PAGES).find((name) => name.startsWith(number))
  return file && readFileSync(join(PAGES, file), 'utf8')
}
