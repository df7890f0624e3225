import type { RichText, Span } from '../model/reply.ts'

type Part = string | number | Span | RichText

/** Rich text by template: strings as they are, spans and rich texts spliced in. */
export function rich(strings: TemplateStringsArray, ...parts: readonly Part[]): RichText {
  const spans: Span[] = []
  strings.forEach((text, i) => {
    if (text) spans.push(text)
    const part = parts[i]
    if (part === undefined) return
    if (Array.isArray(part)) spans.push(...part)
    else spans.push(typeof part === 'number' ? String(part) : part)
  })
  return spans
}

export const strong = (text: string): Span => ({ strong: text })

/** Lines under each other; empty ones are left out. */
export function lines(...rows: readonly (RichText | string | false | undefined)[]): RichText {
  const kept = rows.filter((row): row is RichText | string => row !== false && row !== undefined && row.length > 0)
  return kept.flatMap((row, i) => [...(i > 0 ? ['\n'] : []), ...(typeof row === 'string' ? [row] : row)])
}

/** Paragraphs with an empty line between. */
export function paragraphs(parts: readonly RichText[]): RichText {
  return parts.flatMap((part, i) => [...(i > 0 ? ['\n\n'] : []), ...part])
}

/** The beginning of a text on one line, at most `length` UTF-16 units and never half a character. */
export function brief(text: string, length: number): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  if (line.length <= length) return line
  let kept = ''
  for (const character of line) {
    if (kept.length + character.length >= length) break
    kept += character
  }
  return `${kept}…`
}
