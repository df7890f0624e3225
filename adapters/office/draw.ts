import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Chart } from '../../bot/ports/office.ts'
import { optionOf, sizeOf } from './chart.ts'

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer])

/** The picture as the library draws it. */
export function drawRaw(chart: Chart): string {
  const drawn = echarts.init(null, null, { renderer: 'svg', ssr: true, ...sizeOf(chart) })
  try {
    drawn.setOption(optionOf(chart))
    return drawn.renderToSVGString()
  } finally {
    drawn.dispose() // else the process does not end
  }
}
