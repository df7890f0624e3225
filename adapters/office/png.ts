import { fileURLToPath } from 'node:url'
import { renderAsync } from '@resvg/resvg-js'
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Chart } from '../../bot/ports/office.ts'
import { optionOf, sizeOf } from './chart.ts'

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer])

/** Twice as fine as it is laid out, so that it can be printed. */
const ZOOM = 2
const weights = ['Regular', 'Bold']

/** Fonts come with the program: what a machine has differs, and a server often has no Chinese one. */
const fontFiles = weights.map((weight) =>
  fileURLToPath(new URL(`../fonts/NotoSansHans-${weight}.otf`, import.meta.resolve('@embedpdf/fonts-sc'))),
)

export async function drawPng(chart: Chart): Promise<Uint8Array> {
  const drawn = echarts.init(null, null, { renderer: 'svg', ssr: true, ...sizeOf(chart) })
  try {
    drawn.setOption(optionOf(chart))
    const image = await renderAsync(drawn.renderToSVGString(), {
      font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Noto Sans S Chinese' },
      fitTo: { mode: 'zoom', value: ZOOM },
      background: '#ffffff',
    })
    return image.asPng()
  } finally {
    drawn.dispose() // else the process does not end
  }
}
