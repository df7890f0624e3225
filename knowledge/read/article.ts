import { type Document, type Element, elementsBelow, isElement, type Node, textOf } from './dom.ts'

/** Where the publishing systems of Chinese governments put the text of a page, the surest first. */
const PLACES: readonly RegExp[] = [
  /^(#js_content|#zoom|#zoomcon|#ucap-content|\.trs_editor|\.trs_ueditor|\.trs_editor_view)$/,
  /^([#.](article-?content|articlecontent|article_?con|articlecon|news_?content|newscontent|content_?text|contenttext|pages_content|xxgk_?content|zwgk_?content|detail-?content|detail_?con|zw-?content|zwcontent|bt-content|view-?content|text-?content|ar[tc]_?content|ar[tc]_?cont?|arti?_?body|article-?body|article_?text|entry-?content|post-?content|show_?content|txt_?con|conttxt|info_?content|txt_txt|print_?content|div_?content|gknr))$/,
  /^(article|#article|\.article)$/,
  /^(#content|\.content|#maincontent|\.main-content|\.con|#con)$/,
  /^(main|#main|\.main|\[role=main\])$/,
]

/** What is never part of an article, by the names that pages give it. */
const ASIDE =
  /^(nav|navbar|navigation|menu|header|top|topbar|head|logo|footer|foot|bottom|copyright|breadcrumbs?|crumbs?|location|position|weizhi|dqwz|curr-?location|sidebar|side|aside|share|sharebar|bdsharebuttonbox|bdshare|social|jiathis|bshare|addthis|qrcode|ewm|erweima|wechat-?share|weixin-?share|print|tools?|toolbar|fontsize|font-?size|pagination|pager|page-?nav|prev-?next|shangxia|related|relate|recommend|xgwz|xgxx|hot|ads?|advert|advertisement|banner|comments?|search|searchbox|login|friendlink|links?|yqlj|float|popup|modal|back-?top|accessibility|wza)$/i
const ASIDE_TAGS = new Set(['nav', 'footer', 'aside', 'form', 'script', 'style', 'noscript', 'iframe', 'dialog'])
const ATTACHMENT = /\.(docx?|xlsx?|pdf|zip|rar|wps|et|ofd|pptx?|jpe?g|png)(\?|$)/i

/** The parts of a page that are its articles: one, or several where it has several of the same rank, each with a heading. */
export function articlesOf(root: Document): readonly (readonly Node[])[] {
  const body = [...elementsBelow(root)].find(({ name }) => name === 'body') ?? root
  prune(body)
  const whole = weight(body)
  for (const place of PLACES) {
    const found = outermost([...elementsBelow(body)].filter((element) => answersTo(element, place)))
      .map((element) => ({ element, weight: weight(element) }))
      .filter((one) => one.weight >= 20)
    const best = found.toSorted((a, b) => b.weight - a.weight)[0]
    if (!best || best.weight < whole / 20) continue
    const several = found.filter(({ element }) => element.name === 'article' && hasHeading(element))
    if (several.length > 1 && several.every((one) => one.weight >= 100))
      return several.map(({ element }) => element.children)
    const same = found.filter((one) => one.weight > best.weight / 3 && one.element.parent === best.element.parent)
    return [same.flatMap(({ element }) => element.children)] // a text in several editors, one after the other
  }
  const dense = densest(body)
  return [dense ? dense.children : body.children]
}

function answersTo({ name, attribs }: Element, place: RegExp): boolean {
  if (place.test(name) || (attribs['role'] === 'main' && place.test('[role=main]'))) return true
  return namesOf(attribs).some((own) => place.test(own))
}

function namesOf(attribs: Readonly<Record<string, string>>): string[] {
  const classes = (attribs['class'] ?? '').split(/\s+/).filter(Boolean)
  return [...(attribs['id'] ? [`#${attribs['id']}`] : []), ...classes.map((name) => `.${name}`)].map((name) =>
    name.toLowerCase(),
  )
}

function outermost(elements: readonly Element[]): Element[] {
  const chosen = new Set<Node>(elements)
  return elements.filter((element) => {
    for (let up = element.parent; up; up = up.parent) if (chosen.has(up as Node)) return false
    return true
  })
}

function hasHeading(element: Element): boolean {
  for (const inner of elementsBelow(element)) if (/^h[1-3]$/.test(inner.name)) return true
  return false
}

/** Takes out what is not the article. What holds most of the page is left in whatever it is called. */
function prune(parent: Document | Element, whole: number = weight(parent)): void {
  for (const child of [...parent.children]) {
    if (!isElement(child)) continue
    const named = namesOf(child.attribs).some((name) => ASIDE.test(name.slice(1)))
    const header =
      (child.name === 'header' && !hasHeading(child)) || /^(header|footer)$/.test(child.attribs['title'] ?? '') // as LibreOffice names them
    if ((ASIDE_TAGS.has(child.name) || named || header) && weight(child) <= whole / 3) remove(parent, child)
    else prune(child, whole)
  }
}

function remove(parent: Document | Element, child: Node): void {
  const at = parent.children.indexOf(child)
  if (at >= 0) parent.children.splice(at, 1)
}

/** How many characters are there to be read that are not a link. */
function weight(node: { readonly children: readonly Node[] }): number {
  let sum = 0
  for (const child of node.children) {
    if (child.type === 'text') sum += child.data.replace(/\s+/g, '').length
    else if (isElement(child) && child.name !== 'a' && child.name !== 'script' && child.name !== 'style')
      sum += weight(child)
  }
  return sum
}

/** Old pages have their text in these, with nothing but line breaks in it. */
const INLINE = /^(span|font|b|strong|i|em|u|center)$/

/** As Readability does it: every paragraph speaks for the block it stands in, and half as much for the one around that. */
function densest(body: Document | Element): Element | undefined {
  const votes = new Map<Element, number>()
  for (const element of elementsBelow(body)) {
    if (!/^(p|td|pre|div|section|li)$/.test(element.name) && !INLINE.test(element.name)) continue
    const own = element.children
      .map((child) => (child.type === 'text' ? child.data.replace(/\s+/g, '').length : 0))
      .reduce((sum, length) => sum + length, 0)
    const length = element.name === 'p' ? weight(element) : own
    if (length < 25) continue
    let share = element.name === 'p' ? length : length * 0.9
    let up: Node | Element['parent'] = /^(p|li)$/.test(element.name) ? element.parent : element
    while (up && isElement(up as Node) && INLINE.test((up as Element).name)) up = (up as Element).parent
    for (let steps = 0; steps < 3 && up && isElement(up as Node); steps += 1) {
      votes.set(up as Element, (votes.get(up as Element) ?? 0) + share)
      share *= 0.6
      up = (up as Element).parent
    }
  }
  const [best] = [...votes].toSorted((a, b) => b[1] - a[1])
  if (best) dropLinkLists(best[0])
  return best?.[0]
}

/** Lists of links to other pages; not a list of attachments. */
function dropLinkLists(parent: Element): void {
  for (const child of [...parent.children]) {
    if (!isElement(child)) continue
    const links = [...elementsBelow(child)].filter(({ name }) => name === 'a')
    const linked = links.reduce((sum, link) => sum + textOf(link.children).length, 0)
    const attached = links.some(({ attribs }) => ATTACHMENT.test(attribs['href'] ?? ''))
    if (links.length >= 3 && !attached && linked > weight(child) * 3) remove(parent, child)
    else dropLinkLists(child)
  }
}
