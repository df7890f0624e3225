/** What one element holds: text, or elements by name. */
export type Fields = { readonly [name: string]: string | number | bigint | Fields }

/** As WeChat writes it: text in CDATA, numbers bare. */
export function writeXml(fields: Fields): string {
  const inner = (all: Fields): string =>
    Object.entries(all)
      .map(([name, value]) => `<${name}>${shown(value)}</${name}>`)
      .join('\n')
  const shown = (value: Fields[string]): string => {
    if (typeof value === 'number' || typeof value === 'bigint') return String(value)
    if (typeof value === 'object') return inner(value)
    return `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
  }
  return `<xml>\n${inner(fields)}\n</xml>`
}

/** Reads what is written like that; elements of the same name are listed as `name`, `name.1` … Throws where it is no XML. */
export function readXml(text: string): Fields {
  let at = 0
  const space = () => {
    while (/\s/.test(text[at] ?? '')) at++
  }
  const tag = (): string | undefined => {
    const found = /^<([\w.-]+)\s*>/.exec(text.slice(at, at + 100))
    if (found) at += found[0].length
    return found?.[1]
  }
  function content(name: string): string | Fields {
    const close = `</${name}>`
    let words = ''
    const fields: Record<string, string | Fields> = {}
    for (;;) {
      if (at >= text.length) throw new Error(`<${name}> is not closed`)
      if (text.startsWith(close, at)) {
        at += close.length
        return Object.keys(fields).length > 0 ? fields : words.trim()
      }
      if (text.startsWith('<![CDATA[', at)) {
        const end = text.indexOf(']]>', at)
        if (end < 0) throw new Error('CDATA is not closed')
        words += text.slice(at + 9, end)
        at = end + 3
        continue
      }
      const child = tag()
      if (child !== undefined) {
        const twice = Object.keys(fields).filter((key) => key === child || key.startsWith(`${child}.`)).length
        fields[twice === 0 ? child : `${child}.${twice}`] = content(child)
        continue
      }
      if (text[at] === '<') throw new Error('not well-formed')
      words += unescaped(text[at] ?? '')
      at++
    }
  }
  function unescaped(first: string): string {
    if (first !== '&') return first
    const [all, name] = /^&(lt|gt|amp|quot|apos);/.exec(text.slice(at, at + 6)) ?? []
    if (!all || !name) throw new Error('a bare &')
    at += all.length - 1
    return { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }[name] ?? ''
  }
  space()
  const root = tag()
  if (root === undefined) throw new Error('no element')
  const all = content(root)
  space()
  if (at < text.length) throw new Error('something after the end')
  return typeof all === 'string' ? {} : all
}
