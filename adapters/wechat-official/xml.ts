/** The values of a flat XML element by their names. */
export type Fields = Readonly<Record<string, string>>

/** CDATA, a tag without attributes, or text: what begins with `<` and is neither ends the reading. */
const TOKEN = /<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][\w.-]*)(\/?)>|[^<]+/gy

/**
 * Reads `<xml><Name>value</Name>…</xml>`, as Tencent writes it, with values as they are or in CDATA; an element that holds
 * others is passed over. No attributes, no declarations, no entities but the five of XML: nothing in it can grow. Null
 * where it is anything else.
 */
export function readXml(text: string): Fields | null {
  const fields = new Map<string, string>()
  const open: string[] = []
  let value = ''
  let isLeaf = false
  let at = 0
  for (const { 0: token, 1: raw, 2: closing, 3: name, 4: empty, index } of text.matchAll(TOKEN)) {
    if (at > 0 && open.length === 0 && token.trim()) return null
    at = index + token.length
    if (name === undefined) {
      if (open.length === 0 && token.trim()) return null
      value += raw ?? unescaped(token)
    } else if (closing) {
      if (open.pop() !== name) return null
      if (isLeaf && open.length === 1 && !fields.has(name)) fields.set(name, value)
      isLeaf = false
    } else if (!empty) {
      if (open.length === 0 && name !== 'xml') return null
      open.push(name)
      value = ''
      isLeaf = true
    } else isLeaf = false
  }
  return at === text.length && at > 0 && open.length === 0 ? Object.fromEntries(fields) : null
}

/** `<xml>` with these values: numbers as they are, texts in CDATA, from which nothing can break out. */
export function writeXml(fields: Readonly<Record<string, string | number>>): string {
  const elements = Object.entries(fields).map(([name, value]) => {
    const inside = typeof value === 'number' ? `${value}` : `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
    return `<${name}>${inside}</${name}>`
  })
  return `<xml>${elements.join('')}</xml>`
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '')
