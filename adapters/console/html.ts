import { html } from 'hono/html'
import type { Link, PageName, Viewer } from '../../bot/ports/overview.ts'
import * as text from './texts.ts'

export type Html = ReturnType<typeof html>

/** What every page needs to know of where it stands. */
export interface Frame {
  /** The way to the console, without a slash at its end. */
  readonly root: string
  readonly style: string
  readonly city: string
}

/** Who looks, and until when he is in. */
export interface Reader {
  readonly viewer: Viewer
  readonly until: string
  readonly token: string
  readonly pages: readonly { readonly name: PageName; readonly label: string }[]
}

/** What a page is drawn with. */
export interface Pen {
  readonly href: (link: Link) => string
  /** Where a picture of it is. */
  readonly chart: (name: string, asked: Readonly<Record<string, string>>) => string
  readonly root: string
  readonly token: string
}

const document = ({ root, style, city }: Frame, title: string, body: Html): Html => html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no">
<title>${title} · ${text.BRAND} · ${city}</title>
<link rel="stylesheet" href="${root}/${style}">
<link rel="icon" href="${root}/icon.svg" type="image/svg+xml">
</head>
${body}
</html>`

/** A page with its way around. */
export function framed(frame: Frame, reader: Reader, now: PageName, title: string, main: Html): Html {
  const { root, city } = frame
  const { viewer, until, token, pages } = reader
  const roles = viewer.roles.map((role) => text.ROLE[role]).join('、')
  return document(
    frame,
    title,
    html`<body>
<a class="skip" href="#main">${text.SKIP}</a>
<header class="top">
<div class="bar">
<p class="brand">${text.BRAND}<span class="city">${city}</span></p>
<form class="who" method="post" action="${root}/exit">
<input type="hidden" name="token" value="${token}">
<span class="name">${viewer.name}<span class="role">（${roles}）</span></span>
<span class="until">${text.until(until)}</span>
<button class="quiet" type="submit">${text.EXIT}</button>
</form>
</div>
<nav class="pages" aria-label="${text.PAGES}"><ul>${pages.map(
      ({ name, label }) =>
        html`<li><a href="${root}/${name}"${name === now ? html` aria-current="page"` : ''}>${label}</a></li>`,
    )}</ul></nav>
</header>
<main id="main" tabindex="-1">${main}</main>
<footer><p>${text.FOOT}</p></footer>
</body>`,
  )
}

/** A page that says one thing, to anybody. */
export function notice(frame: Frame, title: string, lines: readonly string[], more: Html | string = ''): Html {
  return document(
    frame,
    title,
    html`<body class="alone">
<main id="main"><p class="brand">${text.BRAND}<span class="city">${frame.city}</span></p>
<h1>${title}</h1>
${lines.map((line) => html`<p>${line}</p>`)}
${more}</main>
</body>`,
  )
}

/** The way back, for whoever went astray. */
export const linkHome = ({ root }: Frame): Html => html`<p><a href="${root}/today">${text.HOME}</a></p>`

/** One button, so that whoever only looks where a link leads does not use it up. */
export function entrance(frame: Frame, code: string, door: string): Html {
  return notice(
    frame,
    text.ENTER_TITLE,
    [text.ENTER_ABOUT],
    html`<form method="post" action="${frame.root}/enter">
<input type="hidden" name="code" value="${code}">
<input type="hidden" name="token" value="${door}">
<button type="submit">${text.ENTER}</button>
</form>`,
  )
}
