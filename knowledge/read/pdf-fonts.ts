/**
 * How a font without an encoding of its own numbers its characters. pdf.js asks for these tables by name; they are not
 * part of unpdf (pdfjs-dist has them: 40 MB). For what Chinese programs write (`UniGB-UCS2-H`, `GBK-EUC-H`, …) they can
 * be made: characters are numbered by their Unicode here, so that the table back to Unicode is the same numbers.
 */
export function createFontTables(): { readonly missing: ReadonlySet<string>; readonly Factory: object } {
  const missing = new Set<string>()
  let ours = false
  const table = (name: string): string | undefined => {
    // Only where numbers are ours do they lead back: a file that has Adobe's own numbers needs Adobe's own table.
    if (/^Adobe-(GB1|CNS1)-UCS2$/.test(name)) return ours ? unicodeTable(name) : undefined
    const text = encodingTable(name)
    if (text) ours = true
    return text
  }
  class Factory {
    async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
      const text = kind === 'cMapUrl' ? table(filename) : undefined
      if (text) return new TextEncoder().encode(text)
      if (kind === 'cMapUrl') missing.add(filename)
      throw new Error(`no table ${filename}`)
    }
  }
  return { missing, Factory }
}

function encodingTable(name: string): string | undefined {
  if (/^Uni(GB|CNS)-(UCS2|UTF16)-[HV]$/.test(name))
    return wrap(name, '<0000> <ffff>', ['1 begincidrange\n<0000> <ffff> 0\nendcidrange'])
  if (/^(GBK-EUC|GBKp-EUC|GBK2K|GB-EUC|GBpc-EUC)-[HV]$/.test(name)) return multiByte(name, 'gb18030')
  if (/^(ETen-B5|ETenms-B5|B5pc)-[HV]$/.test(name)) return multiByte(name, 'big5')
  return undefined
}

function multiByte(name: string, encoding: string): string {
  const decoder = new TextDecoder(encoding)
  const lines: string[] = []
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail))
      const code = text.codePointAt(0) ?? 0xfffd
      const known = code > 0x7f && code !== 0xfffd && !(code >= 0xe000 && code <= 0xf8ff)
      if (text.length === 1 && known) lines.push(`<${hex(lead * 256 + trail)}> ${code}`)
    }
  const blocks: string[] = []
  for (let at = 0; at < lines.length; at += 100) {
    const block = lines.slice(at, at + 100)
    blocks.push(`${block.length} begincidchar\n${block.join('\n')}\nendcidchar`)
  }
  return wrap(name, '<00> <80>\n<8140> <fefe>', ['1 begincidrange\n<00> <7f> 0\nendcidrange', ...blocks])
}

function unicodeTable(name: string): string {
  const blocks: string[] = []
  for (let high = 0; high < 256; high += 16) {
    const lines = Array.from({ length: 16 }, (_, step) => {
      const page = (high + step) * 256
      return `<${hex(page)}> <${hex(page + 255)}> <${hex(page)}>`
    })
    blocks.push(`16 beginbfrange\n${lines.join('\n')}\nendbfrange`)
  }
  return wrap(name, '<0000> <ffff>', blocks)
}

function wrap(name: string, space: string, blocks: readonly string[]): string {
  const count = space.split('\n').length
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    `/CMapName /${name} def /CMapType 1 def /WMode ${name.endsWith('-V') ? 1 : 0} def`,
    `${count} begincodespacerange\n${space}\nendcodespacerange`,
    ...blocks,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n')
}

const hex = (value: number) => value.toString(16).padStart(4, '0')
