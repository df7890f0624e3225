import * as cheerio from 'cheerio'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { createConsole, entranceLink } from '../../adapters/console/index.ts'
import { createOffice } from '../../adapters/office/index.ts'
import { createWorkCalendar } from '../../bot/appeal/time/work-calendar.ts'
import { catalog } from '../../bot/catalog/index.ts'
import type { Health } from '../../bot/dialogue/desk.ts'
import type { Event } from '../../bot/model/event.ts'
import type { Instant } from '../../bot/model/instant.ts'
import { createOverview } from '../../bot/overview/overview.ts'
import type { KnowledgeStatus } from '../../bot/ports/knowledge-base.ts'
import { eventsOf, type Story } from '../report/ledger.ts'
import { createStage, cut, digest } from './stage.ts'

export const BASE = 'https://qinqing.example'

const KNOWLEDGE: KnowledgeStatus = {
  generation: 7,
  at: '2026-11-20T01:00:00.000Z',
  by: '李明',
  documents: 42,
  passages: 1_204,
  faulty: 1,
  overdue: 1,
  golden: { asked: 60, right: 58 },
  quarantined: [{ path: '税收/旧表.xls', reason: '读不了旧格式', advice: '另存为 xlsx 再放进来' }],
  reviews: [{ path: '稳岗/返还办法.docx', on: '2026-10-31', owner: '人社局' }],
  kept: [
    { number: 6, at: '2026-11-02T01:00:00.000Z', by: '李明' },
    { number: 7, at: '2026-11-20T01:00:00.000Z', by: '李明' },
  ],
}

const HEALTH: Health = {
  channels: [
    { name: 'telegram', state: 'up', since: '2026-11-20T01:00:00.000Z' },
    { name: 'wechat', state: 'down', since: '2026-11-23T00:10:00.000Z', reason: 'logged out' },
  ],
  disk: { freeBytes: 120e9, totalBytes: 250e9 },
  backupAt: '2026-11-22T19:30:00.000Z',
}

/** A bot with staff on Telegram, appeals of these stories, and the console before it. */
export async function openOffice(
  stories: readonly Story[] = [],
  more: {
    readonly base?: string
    readonly events?: readonly Event[]
    readonly health?: Health
    /** Cuts words; without it, pairs of characters. */
    readonly cut?: (text: string) => string[]
  } = {},
) {
  const { base = BASE } = more
  const events = [...stories.flatMap(eventsOf), ...(more.events ?? [])]
  const stage = await createStage({ status: KNOWLEDGE, console: (code) => entranceLink(base, code), events })
  const log: string[] = []
  const late = { ms: 0 }
  const now = (): Instant => new Date(Date.parse(stage.now()) + late.ms).toISOString()
  const overview = createOverview({
    store: stage.store.appeals,
    catalog,
    calendar: createWorkCalendar(publishedHolidays()),
    office: createOffice(),
    clock: { now },
    cut: more.cut ?? cut,
    knowledge: () => KNOWLEDGE,
    health: () => more.health ?? HEALTH,
  })
  const handle = createConsole({
    overview,
    base,
    city: catalog.city,
    key: stage.store.pseudonym('cookies'),
    receive: (message) => stage.app.receive(message),
    digest,
    clock: { now },
    log: (line) => log.push(line),
  })

  /** The link that the bot gives somebody, asked for in his own chat. */
  async function linkFor(name: string, room?: string): Promise<string> {
    const told = await stage.says(name, '/console', room)
    const link = told.flatMap(({ text }) => text.match(/https?:\S+/u) ?? [])[0]
    if (!link) throw new Error(`${name} was given no link: ${told.map(({ text }) => text).join(' / ')}`)
    return link
  }

  return {
    says: stage.says,
    store: stage.store,
    handle,
    log,
    linkFor,
    now,
    /** Time passes for the console alone. */
    later(ms: number) {
      late.ms += ms
    },
    browser: (headers: Readonly<Record<string, string>> = {}) => createBrowser(handle, headers),
    /** A browser in which somebody has come in by his link. */
    async enter(name: string) {
      const browser = createBrowser(handle)
      await browser.open(await linkFor(name))
      const came = await browser.submit()
      if (came.status !== 303) throw new Error(`${name} did not come in: ${came.status}`)
      return browser
    },
    /** What an administrator does about somebody, or the command line. */
    staffEvent: async (
      name: string,
      event: { readonly type: string; readonly data: object; readonly personal?: object },
    ) => {
      const of = `staff-${name}`
      const { members } = await stage.store.appeals.read({ kind: 'staff' })
      const version = members.find(({ value }) => value.id === of)?.version ?? 0
      await stage.store.appeals.commit({
        message: `${event.type} ${name} ${version}`,
        at: now(),
        expects: [{ record: { kind: 'staff', id: of }, version }],
        events: [
          { stream: 'staff', of, subject: of, at: now(), by: { role: 'system', id: 'system' }, ...event } as Event,
        ],
        deliveries: [],
      })
    },
  }
}

export type Office = Awaited<ReturnType<typeof openOffice>>

/** Keeps cookies, follows forms, and knows nothing else. */
function createBrowser(
  handle: (request: Request) => Promise<Response>,
  headers: Readonly<Record<string, string>> = {},
) {
  const cookies = new Map<string, string>()
  let page: { readonly $: cheerio.CheerioAPI; readonly status: number; readonly html: string } | undefined

  async function go(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await handle(
      new Request(new URL(path, BASE), {
        ...init,
        headers: { ...headers, ...(cookie && { cookie }), ...(init.headers as Record<string, string>) },
      }),
    )
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (/max-age=0\b/iu.test(line)) cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }

  return {
    cookies,
    go,
    async open(path: string) {
      const response = await go(path)
      const html = await response.text()
      page = { $: cheerio.load(html), status: response.status, html }
      return page
    },
    /** Presses the button of the last page’s form with this action. */
    async submit(
      action = '/console/enter',
      button?: readonly [string, string],
      change: Readonly<Record<string, string>> = {},
    ) {
      if (!page) throw new Error('no page is open')
      const form = page.$(`form[action="${action}"][method="post"]`)
      if (form.length === 0) throw new Error(`no form ${action} on this page: ${page.html}`)
      const fields = Object.fromEntries(
        form
          .find('input[name]')
          .toArray()
          .map((input) => [page?.$(input).attr('name') ?? '', page?.$(input).attr('value') ?? '']),
      )
      return go(action, {
        method: 'POST',
        body: new URLSearchParams({ ...fields, ...(button && { [button[0]]: button[1] }), ...change }),
      })
    },
  }
}
