/** Of WeChat's own XML, which some puppets pass on as the text, only single values are read, and only near its beginning. */
const READ = 20_000

export const isMarkup = (text: string): boolean =>
  /^\s*(?:[\w@-]{1,64}:\s*)?<(?:\?xml|msg|sysmsg|appmsg|voip|op)\b/u.test(text)

/** What stands between the first `<name>` and its end. */
export function element(xml: string, name: string): string {
  const begin = xml.slice(0, READ).indexOf(`<${name}>`)
  if (begin < 0) return ''
  const from = begin + name.length + 2
  const to = xml.indexOf(`</${name}>`, from)
  if (to < 0) return ''
  const inside = xml.slice(from, to).trim()
  const data = /^<!\[CDATA\[([\s\S]*)\]\]>$/u.exec(inside)
  return data?.[1] ?? unescaped(inside)
}

/** The value of the first attribute of this name. */
export function attribute(xml: string, name: string): string {
  const head = xml.slice(0, READ)
  const begin = head.indexOf(` ${name}="`)
  if (begin < 0) return ''
  const from = begin + name.length + 3
  const to = head.indexOf('"', from)
  return to < 0 ? '' : unescaped(head.slice(from, to)).trim()
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/gu, (whole, name: string) => ENTITIES[name] ?? whole)
