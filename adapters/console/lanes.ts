import { html } from 'hono/html'
import type { Block, Lane } from '../../bot/ports/overview.ts'
import type { Html, Pen } from './html.ts'
import * as text from './texts.ts'

/** The board: a lane for each unit, in it a stack for each stretch of days. */
export function lanes({ heading, empty, lanes: all }: Block & { readonly kind: 'lanes' }, id: string, pen: Pen): Html {
  return html`<section class="block" aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>${
    all.length === 0 ? html`<p class="empty">${empty}</p>` : all.map((one, i) => lane(one, `${id}-${i + 1}`, pen))
  }</section>`
}

function lane({ name, to, total, stacks }: Lane, id: string, { href }: Pen): Html {
  return html`<section class="lane" aria-labelledby="${id}"><h3 id="${id}"><a href="${href(to)}">${name}</a> <span class="count">${text.inHand(total)}</span></h3><div class="stacks">${stacks.map(
    (stack) =>
      html`<div class="stack ${stack.count === 0 ? 'none' : (stack.tone ?? '')}"><h4>${stack.name} ${stack.count === 0 ? '0' : html`<a href="${href(stack.to)}" aria-label="${name} ${stack.name} ${stack.count}">${stack.count}</a>`}</h4><ul>${stack.cases.map(
        (one) =>
          html`<li><a href="${href(one.to)}">${one.number}</a>${one.lines.map((line) => html`<span>${line}</span>`)}</li>`,
      )}</ul>${
        stack.count > stack.cases.length
          ? html`<p class="more"><a href="${href(stack.to)}" aria-label="${name} ${stack.name}">${text.more(stack.count - stack.cases.length)}</a></p>`
          : ''
      }</div>`,
  )}</div></section>`
}
