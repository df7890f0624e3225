import { html } from 'hono/html'
import type { Block, Field } from '../../bot/ports/overview.ts'
import type { Html, Pen } from './html.ts'
import * as text from './texts.ts'

/** Folded away where it is long; what is chosen stands beside its name. */
export function filters(
  { heading, submit, fields, open }: Block & { readonly kind: 'filters' },
  id: string,
  action: string,
): Html {
  const form = html`<form class="filters${fields.length === 1 ? ' one' : ''}" method="get" action="${action}">${fields.map((one) => field(one, id))}<button type="submit">${submit}</button></form>`
  if (open) return html`<section class="block" aria-label="${heading}">${form}</section>`
  const chosen = fields.flatMap(({ value, options, label }) => {
    if (value === '' || label === fields.find(({ name }) => name === 'on')?.label) return []
    const name = options?.find((one) => one.value === value)?.label ?? value
    return [`${label} ${name}`]
  })
  return html`<details class="block fold"><summary>${heading}${chosen.length > 0 ? html`<span class="chosen">${chosen.join(' · ')}</span>` : ''}</summary>${form}</details>`
}

function field({ name, label, value, options, type }: Field, id: string): Html {
  const input = options
    ? html`<select id="${id}-${name}" name="${name}">${options.map(
        (one) => html`<option value="${one.value}"${one.value === value ? html` selected` : ''}>${one.label}</option>`,
      )}</select>`
    : html`<input id="${id}-${name}" name="${name}" type="${type ?? 'text'}" value="${value}">`
  return html`<p class="field"><label for="${id}-${name}">${label}</label>${input}</p>`
}

/** A file leaves by a button and a token, never by a link that something may follow by itself. */
export function exportForm(
  { asked, note }: Block & { readonly kind: 'export' },
  id: string,
  { root, token }: Pen,
): Html {
  return html`<section class="block export" aria-labelledby="${id}"><h2 id="${id}">${text.EXPORT}</h2><p class="note">${note}</p>
<form method="post" action="${root}/export">
<input type="hidden" name="token" value="${token}">
${Object.entries(asked).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button type="submit" name="format" value="xlsx">${text.EXPORT_XLSX}</button>
<button class="second" type="submit" name="format" value="csv">${text.EXPORT_CSV}</button>
</form></section>`
}
