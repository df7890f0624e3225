import { fileURLToPath } from 'node:url'
import { renderAsync } from '@resvg/resvg-js'
import type { Chart } from '../../bot/ports/office.ts'
import { FONT } from './chart.ts'
import { drawRaw } from './draw.ts'

/** Twice as fine as it is laid out, so that it can be printed. */
const ZOOM = 2
const weights = ['Regular', 'Bold']

/** Fonts come with the program: what a machine has differs, and a server often has no Chinese one. */
const fontFiles = weights.map((weight) =>
  fileURLToPath(new URL(`../fonts/NotoSansHans-${weight}.otf`, import.meta.resolve('@embedpdf/fonts-sc'))),
)

export async function drawPng(chart: Chart): Promise<Uint8Array> {
  const image = await renderAsync(drawRaw(chart), {
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: FONT },
    fitTo: { mode: 'zoom', value: ZOOM },
    background: '#ffffff',
  })
  return image.asPng()
}
