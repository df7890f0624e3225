import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOpen311 } from '../../adapters/open311/index.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { open311Routes } from '../../bot/commands/open311.ts'
import { createConfig } from '../../bot/config.ts'
import { type Appeal, AppealState } from '../../bot/model/appeal.ts'
import { dateOf, plusDays } from '../../bot/model/instant.ts'
import type { PublicRegister } from '../../bot/ports/public-register.ts'
import { FEW, publicRegister } from '../../bot/public/register.ts'
import { appealOf, at, deadline, type Story } from '../report/ledger.ts'

const NOW = at('11-23')
const TODAY = dateOf(NOW)
const TOKEN = 'a-token-of-16-and-more'
const idOf = (number: string) => `id-${number.slice(2).toLowerCase().split('').reverse().join('')}`

/** As many as are needed for all to be told of by the day. */
const several = (first: number, story: Omit<Story, 'n'>, count: number = FEW): Story[] =>
  Array.from({ length: count }, (_, i) => ({ ...story, n: first + i }))
const inRiver = { data: { area: '西河区' } }

const registerOf = (stories: readonly Story[]) => publicRegister(stories.map(appealOf), { catalog, now: NOW, idOf })

/** The interface over these appeals; what it answers at a path, shown the token. */
function serving(stories: readonly Story[], register?: () => Promise<PublicRegister>) {
  const made = registerOf(stories)
  const answer = createOpen311({
    root: '/open311/v2',
    tokens: ['another-token-for-others', TOKEN],
    jurisdiction: catalog.city,
    register: register ?? (async () => made),
    now: () => NOW,
  })
  const raw = (path: string, init: RequestInit = {}) => answer(new Request(`http://127.0.0.1/open311/v2/${path}`, init))
  const headers = { authorization: `Bearer ${TOKEN}` }
  return {
    raw,
    get: (path: string) => raw(path, { headers }),
    json: async (path: string) => JSON.parse(await (await raw(path, { headers })).text()),
  }
}

describe('GeoReport v2, as anybody who has a client for it reads it', () => {
  const stories = [
    ...several(1, { on: '11-10', ...inRiver }),
    ...several(11, {
      on: '11-12',
      data: { category: 'tax', unit: 'tax' },
      since: [
        ['11-14', 'accepted'],
        ['11-15', 'resolved'],
      ],
    }),
  ]

  it('lists the services', async () => {
    const services = await serving(stories).json('services.json')
    expect(services).toHaveLength(catalog.categories.length)
    expect(services[0]).toEqual({
      service_code: 'arrears',
      service_name: '拖欠账款',
      description: '企业和个体工商户关于“拖欠账款”的诉求',
      metadata: false,
      type: 'realtime',
      keywords: '拖欠账款',
      group: '',
    })
  })

  it('describes one', async () => {
    const { json, get } = serving(stories)
    expect(await json('services/tax.json')).toEqual({ service_code: 'tax', attributes: [] })
    expect((await get('services/none.json')).status).toBe(404)
  })

  it('answers in XML where no format is named, or an ending names it', async () => {
    const { get } = serving(several(1, { on: '11-10', ...inRiver }))
    for (const path of ['requests', 'requests.xml']) {
      const answer = await get(path)
      expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8')
      const text = await answer.text()
      expect(text).toMatch(
        /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<service_requests><request><service_request_id>id-/,
      )
      expect(text).toContain('<service_name>拖欠账款</service_name><service_code>arrears</service_code><description/>')
      expect(text).toContain('<requested_datetime>2026-11-10T00:00:00+08:00</requested_datetime>')
      expect(text.match(/<request>/g)).toHaveLength(FEW)
    }
    expect(await (await get('services/tax')).text()).toContain(
      '<service_definition><service_code>tax</service_code><attributes/></service_definition>',
    )
  })

  it('escapes what has a meaning in XML, and leaves out what cannot stand there', async () => {
    const service = { code: 'a<b', name: `"&'\u0000\u000b\ud800>`, description: ']]>' }
    const { get } = serving([], async () => ({ services: [service], requests: [] }))
    expect(await (await get('services.xml')).text()).toContain(
      '<service_code>a&lt;b</service_code><service_name>&quot;&amp;&apos;&gt;</service_name><description>]]&gt;</description>',
    )
  })

  it('tells of a request what the city does, and has empty what is nobody’s business', async () => {
    const [latest] = await serving(stories).json('requests.json')
    expect(latest).toEqual({
      service_request_id: expect.stringMatching(/^id-/),
      status: 'closed',
      status_notes: '已办结',
      service_name: '税费',
      service_code: 'tax',
      description: null,
      agency_responsible: '市税务局',
      service_notice: null,
      requested_datetime: '2026-11-12T00:00:00+08:00',
      updated_datetime: '2026-11-15T00:00:00+08:00',
      expected_datetime: null,
      address: null,
      address_id: null,
      zipcode: null,
      lat: null,
      long: null,
      media_url: null,
    })
  })

  it('finds one by its id, and several, which overrides all other arguments', async () => {
    const { json, get } = serving(stories)
    const all = await json('requests.json')
    const [one, , , , , other] = all
    expect(await json(`requests/${one.service_request_id}.json`)).toEqual([one])
    const both = `${one.service_request_id},${other.service_request_id}`
    expect(await json(`requests.json?service_request_id=${both}&status=open&start_date=1999-01-01`)).toEqual([
      one,
      other,
    ])
    const none = await get('requests/id-none.json')
    expect([none.status, await none.json()]).toEqual([
      404,
      [{ code: 404, description: 'service_request_id was not found' }],
    ])
  })

  it('takes status, service_code, and days in any zone', async () => {
    const { json } = serving(stories)
    const count = async (query: string) => (await json(`requests.json?${query}`)).length
    expect(await count('')).toBe(2 * FEW)
    expect(await count('status=open')).toBe(FEW)
    expect(await count('status=open,closed')).toBe(2 * FEW)
    expect(await count('service_code=tax')).toBe(FEW)
    expect(await count('service_code=tax&service_code=arrears')).toBe(2 * FEW)
    expect(await count('service_code=land')).toBe(0)
    expect(await count('start_date=2026-11-11')).toBe(FEW)
    expect(await count('end_date=2026-11-11T00:00:00Z')).toBe(FEW)
    expect(await count('start_date=2026-11-11T16:00:00Z')).toBe(FEW)
    expect(await count('start_date=2026-11-12T00:00:00+08:00&end_date=2026-11-12T23:59:59%2B08:00')).toBe(FEW)
  })

  it('shows 90 days and 1000 requests unless it is asked for less, and pages through them', async () => {
    const many = [
      ...several(1, { on: '08-20' }),
      ...several(11, { on: '08-26' }),
      ...several(21, { on: '11-01' }, 1003),
    ]
    const { json } = serving(many)
    const ids = async (query: string) =>
      (await json(`requests.json?${query}`)).map((one: { service_request_id: string }) => one.service_request_id)
    expect(await ids('')).toHaveLength(1000)
    expect(await ids('page=2')).toHaveLength(3 + FEW)
    expect(await ids('page=3')).toHaveLength(0)
    expect(await ids('start_date=2026-08-20&page=2')).toHaveLength(3 + FEW + FEW)
    const pages = await Promise.all([1, 2, 3].map((page) => ids(`page_size=400&page=${page}`)))
    expect(new Set(pages.flat()).size).toBe(1003 + FEW)
    expect(await ids('page_size=5000')).toHaveLength(1000)
  })

  it.each([
    ['status=done', 'status is neither open nor closed'],
    ['start_date=yesterday', 'start_date is no moment such as 2026-01-01T00:00:00Z'],
    ['end_date=2026-02-30', 'end_date is no moment such as 2026-01-01T00:00:00Z'],
    ['start_date=2026-11-02&end_date=2026-11-01', 'start_date is after end_date'],
    ['start_date=2026-01-01&end_date=2026-11-01', 'start_date and end_date span more than 90 days'],
    ['page=0', 'page is no number from 1'],
    ['page_size=-3', 'page_size is no number from 1'],
  ])('refuses %s as the standard refuses', async (query, description) => {
    const { get } = serving(stories)
    const answer = await get(`requests.json?${query}`)
    expect([answer.status, await answer.json()]).toEqual([400, [{ code: 400, description }]])
    expect(await (await get(`requests.xml?${query}`)).text()).toContain(
      `<errors><error><code>400</code><description>${description}</description></error></errors>`,
    )
  })

  it('serves one jurisdiction, which may be named', async () => {
    const { get } = serving(stories)
    expect((await get(`requests.json?jurisdiction_id=${encodeURIComponent(catalog.city)}`)).status).toBe(200)
    expect((await get('requests.json?jurisdiction_id=city.gov')).status).toBe(404)
  })

  it('is for whoever shows a token, in one of two ways', async () => {
    const { raw } = serving(stories)
    const status = async (path: string, authorization?: string) =>
      (await raw(path, authorization === undefined ? {} : { headers: { authorization } })).status
    expect(await status(`requests.json?api_key=${TOKEN}`)).toBe(200)
    expect(await status('requests.json?api_key=another-token-for-others')).toBe(200)
    expect(await status('requests.json', `bearer ${TOKEN}`)).toBe(200)
    expect(await status('requests.json')).toBe(403)
    expect(await status('requests.json?api_key=')).toBe(403)
    expect(await status(`requests.json?api_key=${TOKEN}x`)).toBe(403)
    expect(await status('requests.json', `Basic ${TOKEN}`)).toBe(403)
    expect(await status(`requests.json?api_key=${TOKEN}`, 'Bearer wrong-wrong-wrong-wrong')).toBe(403)
    expect(await status('services.json')).toBe(403)
    const refused = await raw('requests.json')
    expect(await refused.json()).toEqual([{ code: 403, description: 'api_key is missing or not valid' }])
  })

  it('is read only, and has nothing else', async () => {
    const { raw, get } = serving(stories)
    const posted = await raw('requests.json', { method: 'POST', body: 'service_code=tax' })
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    for (const path of ['', 'tokens/1.json', 'requests/a/b.json', 'services/a/b', '..%2f..%2fetc', 'requests/'])
      expect([path, (await get(path)).status]).toEqual([path, 404])
  })

  it('says that it failed, and not of what', async () => {
    const { get } = serving([], () => Promise.reject(new Error('password authentication failed for 李娜')))
    const answer = await get('requests.json')
    expect([answer.status, await answer.text()]).toEqual([
      500,
      '[{"code":500,"description":"the service failed: try again later"}]',
    ])
  })
})

describe('what may be public', () => {
  const shown = (stories: readonly Story[]) =>
    registerOf(stories)
      .requests.map(({ requested, precision, agency, area }) =>
        [requested, precision, agency ?? '-', area ?? '-'].join(' '),
      )
      .sort()

  it('is the day and the area only where as many people share them', () => {
    expect(shown(several(1, { on: '11-10', ...inRiver }))).toEqual(
      Array(FEW).fill('2026-11-10 day 市工业和信息化局（清欠专班） 西河区'),
    )
    expect(shown(several(1, { on: '10-12', ...inRiver }, FEW - 1))).toEqual([])
    const days = ['10-08', '10-09', '10-12', '10-20', '10-30']
    expect(shown(days.map((on, n) => ({ n, on, ...inRiver })))).toEqual(
      Array(FEW).fill('2026-10-01 month 市工业和信息化局（清欠专班） 西河区'),
    )
    const areas = ['西河区', '东湖区', '云山区', '西河区', '东湖区']
    expect(shown(areas.map((area, n) => ({ n, on: '10-12', data: { area } })))).toEqual(
      Array(FEW).fill('2026-10-01 month 市工业和信息化局（清欠专班） -'),
    )
    const units = ['industry', 'tax', 'market', 'police', 'justice']
    expect(shown(units.map((unit, n) => ({ n, on: '10-12', data: { unit } })))).toEqual(
      Array(FEW).fill('2026-10-01 month - -'),
    )
  })

  it('tells whoever asks every day of no day on which one of fewer came', () => {
    const days = ['10-08', '10-09', '10-12', '10-20', '10-21', '10-28', '10-30', '10-30', '10-30', '10-30', '10-30']
    const stories = days.map((on, n) => ({ n, on, ...inRiver }))
    const lines = (day: string) =>
      publicRegister(stories.filter(({ on }) => on <= day).map(appealOf), {
        catalog,
        now: at(`${day} 23:59`),
        idOf,
      }).requests.map(({ requested, precision }) => `${requested} ${precision}`)
    const asked = Array.from({ length: 31 }, (_, day) => lines(`10-${String(day + 1).padStart(2, '0')}`))
    // Those of the 30th are five, and are told of on the day after; the six others together, when the month is over.
    expect(asked.map(({ length }) => length)).toEqual([...Array(30).fill(0), 5])
    expect(lines('11-01')).toEqual([...Array(5).fill('2026-10-30 day'), ...Array(6).fill('2026-10-01 month')])
  })

  it('does not count one who complains often as many', () => {
    const mine = several(1, { on: '11-10', ...inRiver }).map(appealOf)
    const same = mine.map((appeal) => ({ ...appeal, subject: 'p1' }))
    expect(publicRegister(same, { catalog, now: NOW, idOf }).requests).toEqual([])
  })

  it('does not let one who is told of by the month be found by those who are told of by the day', () => {
    const byDay = several(1, { on: '10-12', ...inRiver })
    // He would be one of six in his month; five of them are told of by their day.
    expect(shown([...byDay, { n: 9, on: '10-20', ...inRiver }])).toEqual(
      Array(FEW).fill('2026-10-12 day 市工业和信息化局（清欠专班） 西河区'),
    )
  })

  it('is nothing of what is sealed, was taken back, came today, or is of no category there is', () => {
    expect(shown(several(1, { on: '11-10', data: { kind: 'tip-off' } }))).toEqual([])
    expect(shown(several(1, { on: '11-10', data: { confidential: true } }))).toEqual([])
    expect(shown(several(1, { on: '11-10', since: [['11-11', 'withdrawn']] }))).toEqual([])
    expect(shown(several(1, { on: '11-23 00:00' }))).toEqual([])
    expect(shown(several(1, { on: '11-10', data: { category: 'gone' } }))).toEqual([])
  })

  it('is when a result is promised only where the day is public, from which that is counted', () => {
    const story = { data: { deadlines: [deadline('result', '12-10')] } }
    const expected = (stories: readonly Story[]) => registerOf(stories).requests.map((one) => one.expected)
    expect(expected(several(1, { on: '11-10', ...story }))).toEqual(Array(FEW).fill('2026-12-10'))
    const days = ['10-08', '10-09', '10-12', '10-20', '10-30']
    expect(expected(days.map((on, n) => ({ n, on, ...story })))).toEqual(Array(FEW).fill(undefined))
  })

  const CANARY = /canary|李娜|13912345678|91210100MA0XKQ7J3T|腾达|欠款三万|QQ[2-9A-Z]{8}|888777|王芳/
  const appeals = fc.array(
    fc.record({
      n: fc.nat(400),
      person: fc.nat(12),
      on: fc.constantFrom('2026-11-10', '2026-11-11', '2026-10-05', TODAY),
      category: fc.constantFrom('arrears', 'tax', 'canary-category'),
      unit: fc.constantFrom('industry', 'tax', 'canary-unit'),
      area: fc.constantFrom('西河区', '东湖区', 'canary-李娜家', undefined),
      state: fc.constantFrom(...AppealState.options),
      kind: fc.constantFrom<Appeal['kind']>('complaint', 'help', 'tip-off'),
      confidential: fc.boolean(),
    }),
    { maxLength: 60 },
  )

  it('tells nothing of anybody, and never of fewer than so many, whatever the ledger holds', async () => {
    await fc.assert(
      fc.asyncProperty(appeals, async (all) => {
        const made = all.map(({ n, person, on, category, unit, area, state, kind, confidential }): Appeal => {
          const told = {
            matter: '欠款三万 canary',
            enterprise: '云州腾达机械厂',
            contact: '李娜',
            phone: '13912345678',
            uscc: '91210100MA0XKQ7J3T',
            respondent: 'canary-respondent',
          }
          const appeal = appealOf({ n, on: `${on.slice(5)}`, told })
          const { area: _, ...rest } = appeal
          const handler = { role: 'handler', id: 'canary-staff', name: '王芳' } as const
          return {
            ...rest,
            ...(area && { area }),
            ...{ subject: `canary-${person}`, against: ['canary-against'], amountYuan: 888_777, handler },
            ...{ category, unit, state, kind, confidential },
          }
        })
        const register = publicRegister(made, { catalog, now: NOW, idOf })
        const { get } = serving([], async () => register)
        for (const format of ['json', 'xml'])
          expect(await (await get(`requests.${format}?start_date=2026-09-30`)).text()).not.toMatch(CANARY)

        const byId = new Map(made.map((appeal) => [idOf(appeal.number), appeal]))
        const alike = new Map<string, Set<string>>()
        for (const { id, service, agency, area, precision, requested } of register.requests) {
          const appeal = byId.get(id)
          expect(appeal?.confidential === false && appeal.kind !== 'tip-off' && appeal.state !== 'withdrawn').toBe(true)
          const over = precision === 'day' ? TODAY : `${TODAY.slice(0, 7)}-01`
          expect(appeal && dateOf(appeal.registeredAt) < over).toBe(true)
          const name = JSON.stringify([service.code, agency, area, precision, requested])
          alike.set(name, (alike.get(name) ?? new Set()).add(appeal?.subject ?? ''))
        }
        for (const [name, people] of alike) expect(people.size, name).toBeGreaterThanOrEqual(FEW)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the public register over HTTP', () => {
  const world = (appeals: readonly Appeal[]) => {
    let read = 0
    const found = appeals.map((value) => ({ version: 1, value }))
    const store = {
      read: async (query: object) => {
        read += 1
        return { ...query, appeals: found, total: found.length } as never
      },
    }
    const parts = { store, pseudonym: idOf, catalog, clock: { now: () => NOW } }
    return { parts, read: () => read }
  }
  const config = (env: Record<string, string>) => createConfig(env, {}, { docs: 'docs' })

  it('is not there without a token', () => {
    expect(open311Routes(config({}), world([]).parts)).toEqual({})
  })

  it('is made once for all who ask at a time, by ids that only the city can tie to a number', async () => {
    const { parts, read } = world(several(1, { on: plusDays(TODAY, -9).slice(5), ...inRiver }).map(appealOf))
    const routes = open311Routes(config({ QINQING_OPEN311_TOKEN: `${TOKEN},another-token-for-others` }), parts)
    const answer = routes['/open311/v2/*']
    const ask = async (token: string) =>
      answer?.(new Request(`http://127.0.0.1/open311/v2/requests.json?api_key=${token}`))
    const [one, other] = await Promise.all([ask(TOKEN), ask('another-token-for-others')])
    expect([one?.status, other?.status]).toEqual([200, 200])
    expect(await one?.json()).toHaveLength(FEW)
    expect(read()).toBe(1)
  })
})
