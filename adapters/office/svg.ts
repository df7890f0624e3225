import type { Chart } from '../../bot/ports/office.ts'
import { DARK, FONT } from './chart.ts'
import { drawRaw } from './draw.ts'

/** What a reader's own machine has for Chinese. */
const FONTS =
  "system-ui,-apple-system,'PingFang SC','HarmonyOS Sans SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif"

/** A picture for a web page: it grows and shrinks, takes the fonts and the light or dark of its reader, and asks for nothing. */
export function drawSvg(chart: Chart): string {
  const drawn = drawRaw(chart).replaceAll(FONT, FONTS)
  const rules = Object.entries(DARK).map(
    ([light, dark]) => `[fill="${light}"]{fill:${dark}}[stroke="${light}"]{stroke:${dark}}`,
  )
  return drawn.replace(/^(<svg[^>]*>)/u, `$1<style>@media (prefers-color-scheme:dark){${rules.join('')}}</style>`)
}
