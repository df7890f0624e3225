import { html } from 'hono/html'
import type { Block, Cell, Column, Figure, Link, Page, Table } from '../../bot/ports/overview.ts'
import { exportForm, filters } from './forms.ts'
import type { Html, Pen } from './html.ts'
import { lanes } from './lanes.ts'
import * as text from './texts.ts'

/** The page as it was worded, one heading for all of it and one for each of its parts. */
export function pageBody({ title, asOf, blocks }: Page, page: string, pen: Pen): Html {
  return html`<div class="head"><h1>${title}</h1><p class="as-of">${asOf}</p></div>
${blocks.map((block, i) => part(block, `p${i + 1}`, page, pen))}`
}

function part(block: Block, id: string, page: string, pen: Pen): Html {
  switch (block.kind) {
    case 'figures':
      return html`<section class="block"${block.heading ? html` aria-labelledby="${id}"` : ''}>${
        block.heading ? html`<h2 id="${id}">${block.heading}</h2>` : ''
      }<dl class="figures">${block.figures.map((one) => figure(one, pen))}</dl></section>`
    case 'table':
      return table(block, id, pen)
    case 'lanes':
      return lanes(block, id, pen)
    case 'notes':
      return html`<section class="notes"${block.heading ? html` aria-labelledby="${id}"` : ''}>${
        block.heading ? html`<h2 id="${id}">${block.heading}</h2>` : ''
      }${block.lines.map((line) => html`<p>${line}</p>`)}</section>`
    case 'filters':
      return filters(block, id, `${pen.root}/${page}`)
    case 'pager':
      return html`<nav class="pager" aria-label="${block.text}">${way(block.before, text.BEFORE, 'prev', pen)}<span>${block.text}</span>${way(block.after, text.AFTER, 'next', pen)}</nav>`
    case 'export':
      return exportForm(block, id, pen)
  }
}

function figure({ label, value, note, tone, to }: Figure, { href }: Pen): Html {
  return html`<div class="figure ${tone ?? ''}"><dt>${label}</dt><dd class="value">${
    to ? html`<a href="${href(to)}" aria-label="${label} ${value}">${value}</a>` : value
  }</dd>${note ? html`<dd class="note">${note}</dd>` : ''}</div>`
}

function way(to: Link | undefined, label: string, rel: string, { href }: Pen): Html | string {
  return to ? html`<a href="${href(to)}" rel="${rel}">${label}</a>` : ''
}

/** Wider than the screen, it scrolls by itself, also by keyboard. */
function table({ heading, note, columns, rows, empty, chart }: Table, id: string, pen: Pen): Html {
  const body =
    rows.length === 0
      ? html`<p class="empty">${empty}</p>`
      : html`<div class="scroll${isNarrow(columns) ? ' narrow' : ''}" role="region" tabindex="0" aria-label="${heading}（${text.TABLE}）"><table>
<thead><tr>${columns.map((column) => html`<th scope="col"${classOf(column)}>${column.name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((one, i) => cell(one, columns[i], i === 0, pen))}</tr>`)}</tbody>
</table></div>`
  return html`<section class="block" aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>${
    note ? html`<p class="note">${note}</p>` : ''
  }${chart ? html`<figure class="chart" role="region" tabindex="0" aria-label="${heading}（${text.CHART}）"><img src="${pen.chart(chart.name, chart.asked)}" alt="${chart.alt}"></figure>` : ''}${body}</section>`
}

function cell(one: Cell | string, column: Column | undefined, isFirst: boolean, { href }: Pen): Html {
  const { text: said, tone, to } = typeof one === 'string' ? { text: one, tone: undefined, to: undefined } : one
  const content = to ? html`<a href="${href(to)}">${said}</a>` : said
  const shown = tone ? html`<span class="${tone}">${content}</span>` : content
  return isFirst ? html`<th scope="row"${classOf(column)}>${shown}</th>` : html`<td${classOf(column)}>${shown}</td>`
}

/** A few short columns at the width of a screen are far from what they belong to. */
function isNarrow(columns: readonly Column[]): boolean {
  return columns.length <= 5 && columns.filter(({ kind }) => kind === 'number').length >= columns.length - 1
}

function classOf(column: Column | undefined): Html | string {
  return column?.kind ? html` class="${column.kind}"` : ''
}
