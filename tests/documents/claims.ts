const CITATION =
  /《(?<law>[^》]+)》(?<articles>(?:第[零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?、?)+)/g
const SOURCE = /来源：(?<page>[^，）]+)(?:，(?<day>[^）]+))?/g
const BRACKETS = /（[^（）]*(?:《[^》]+》第|来源：)[^（）]*）/g

/** What a digest says, and what it says it by. */
interface Claim {
  /** Without the citation. */
  readonly text: string
  /** Such as 增值税法 第九条. */
  readonly articles: readonly string[]
  /** Such as 中新网四川. */
  readonly pages: readonly string[]
}

/** A paragraph of a digest, or one list with the sentence that leads it. */
interface Block {
  readonly heading: string
  readonly paragraph: string
  readonly items: readonly string[]
}

export function blocksOf(body: string): Block[] {
  const blocks: { heading: string; paragraph: string; items: string[] }[] = []
  let heading = ''
  for (const line of body.split('\n').map((text) => text.trim())) {
    if (line.startsWith('#')) heading = line.replace(/^#+ */, '')
    else if (line.startsWith('- ')) blocks.at(-1)?.items.push(line.slice(2))
    else if (line) blocks.push({ heading, paragraph: line, items: [] })
  }
  return blocks
}

/** A citation in brackets vouches for what stands before it in its paragraph, and at its end for the list that follows. */
export function claimsOf({ paragraph, items }: Block): Claim[] {
  const claims = cut(paragraph)
  const lead = claims.findLast((claim) => claim.articles.length + claim.pages.length > 0)
  const listed = items.flatMap((item) => cut(item).map((claim) => (cited(claim) ? claim : { ...claim, ...pick(lead) })))
  return [...claims, ...listed]
}

export const cited = ({ articles, pages }: Claim): boolean => articles.length + pages.length > 0

const pick = (lead: Claim | undefined) => ({ articles: lead?.articles ?? [], pages: lead?.pages ?? [] })

function cut(text: string): Claim[] {
  const claims: Claim[] = []
  let start = 0
  for (const brackets of text.matchAll(BRACKETS)) {
    claims.push({ text: bare(text.slice(start, brackets.index)), ...sourcesIn(brackets[0]) })
    start = brackets.index + brackets[0].length
  }
  const rest = bare(text.slice(start))
  return rest ? [...claims, { text: rest, articles: [], pages: [] }] : claims
}

const bare = (text: string) => text.replace(/^[。；，：]+/, '')

function sourcesIn(brackets: string): Pick<Claim, 'articles' | 'pages'> {
  const articles = [...brackets.matchAll(CITATION)].flatMap(({ groups = {} }) =>
    (groups['articles'] ?? '')
      .split('、')
      .filter(Boolean)
      .map((article) => `${groups['law']} ${article}`),
  )
  const pages = [...brackets.matchAll(SOURCE)].map(({ groups = {} }) => groups['page'] ?? '')
  return { articles, pages }
}
