import { describe, expect, it } from 'vitest'
import { BASE, type Office, openOffice } from './world.ts'

const MINUTE = 60_000
const today = '/console/today'

describe('the way in', () => {
  it('is a link that the bot gives to one alone, also where he asks in a group', async () => {
    const office = await openOffice()
    const told = await office.says('周洋', '/console', '领导群')
    expect(told.map(({ chat }) => chat)).toEqual(['领导群', '周洋'])
    expect(told[0]?.text).not.toContain('http')
    expect(told[1]?.text).toMatch(/https:\/\/qinqing\.example\/console\/enter\?code=[0-9a-f]{32}\n/u)
  })

  it.each(['陈刚', '王芳'])('is not for %s, who has none of the roles', async (name) => {
    const office = await openOffice()
    const told = await office.says(name, '看板')
    expect(told.map(({ text }) => text)).toEqual(['网页看板供领导、督办和管理员查看。'])
  })

  it('opens once, and only when the button is pressed: whoever merely looks uses nothing up', async () => {
    const office = await openOffice()
    const link = await office.linkFor('周洋')
    const preview = office.browser()
    expect((await preview.open(link)).status).toBe(200)
    const browser = office.browser()
    await browser.open(link)
    const came = await browser.submit()
    expect([came.status, came.headers.get('location')]).toEqual([303, today])
    expect((await browser.open(today)).$('h1').text()).toBe('今日概况')
    // The other had it open already, and presses too.
    const late = await preview.submit()
    expect(late.status).toBe(403)
    expect(await late.text()).toContain('这个入口不能用')
    expect(office.log).toEqual(['console: staff-周洋 came in', 'console: an entrance was refused'])
  })

  it('opens for one of two who press at the same moment', async () => {
    const office = await openOffice()
    const link = await office.linkFor('周洋')
    const both = [office.browser(), office.browser()]
    for (const one of both) await one.open(link)
    const came = await Promise.all(both.map((one) => one.submit()))
    expect(came.map(({ status }) => status).sort()).toEqual([303, 403])
  })

  it.each<readonly [string, (office: Office) => Promise<unknown>]>([
    ['ten minutes and a moment later', async (office) => office.later(10 * MINUTE + 1_000)],
    ['when a newer one was asked for', (office) => office.linkFor('周洋')],
    ['when he was removed meanwhile', (office) => office.staffEvent('周洋', { type: 'removed', data: {} })],
    [
      'when he has another role meanwhile',
      (office) => office.staffEvent('周洋', { type: 'posted', data: { roles: ['clerk'] } }),
    ],
  ])('is closed %s', async (_, happens) => {
    const office = await openOffice()
    const browser = office.browser()
    await browser.open(await office.linkFor('周洋'))
    await happens(office)
    expect((await browser.submit()).status).toBe(403)
    expect((await browser.go(today)).status).toBe(303)
  })

  it('is open until then', async () => {
    const office = await openOffice()
    const browser = office.browser()
    await browser.open(await office.linkFor('周洋'))
    office.later(9 * MINUTE)
    expect((await browser.submit()).status).toBe(303)
  })

  it('asks for the browser that opened its page, and not for one sent by another site', async () => {
    const office = await openOffice()
    const browser = office.browser()
    const link = await office.linkFor('周洋')
    await browser.open(link)
    expect((await browser.submit('/console/enter', undefined, { token: 'x'.repeat(22) })).status).toBe(403)
    const sent = office.browser({ 'sec-fetch-site': 'cross-site' })
    await sent.open(link)
    expect((await sent.submit()).status).toBe(403)
    const without = office.browser()
    await without.open(link)
    without.cookies.clear()
    expect((await without.submit()).status).toBe(403)
    // None of them has used it up.
    expect((await browser.submit()).status).toBe(303)
  })

  it('holds up whoever guesses, and nobody else', async () => {
    const office = await openOffice()
    const link = await office.linkFor('周洋')
    const guesser = office.browser({ 'x-forwarded-for': '203.0.113.9, 198.51.100.7' })
    await guesser.open(`/console/enter?code=${'0'.repeat(32)}`)
    const tries: number[] = []
    for (let n = 0; n < 12; n++) tries.push((await guesser.submit()).status)
    expect(tries).toEqual([...Array(10).fill(403), 429, 429])
    const honest = office.browser({ 'x-forwarded-for': '198.51.100.8' })
    await honest.open(link)
    expect((await honest.submit()).status).toBe(303)
    office.later(10 * MINUTE)
    expect((await guesser.submit()).status).toBe(403)
  })

  it('tells whoever has no link where to get one', async () => {
    const office = await openOffice()
    const { status, $ } = await office.browser().open('/console/enter')
    expect([status, $('form').length]).toEqual([200, 0])
    expect($('main').text()).toContain('/console')
  })
})

describe('a session', () => {
  const every = ['today', 'board', 'ledger', 'topics', 'rates', 'gaps', 'documents', 'channels', 'charts/trend.svg', '']

  it('is needed for every page', async () => {
    const office = await openOffice()
    for (const path of every) {
      const response = await office.browser().go(`/console/${path}`)
      const to = path === '' ? today : '/console/enter'
      expect([path, response.status, response.headers.get('location'), await response.text()]).toEqual([
        path,
        303,
        to,
        '',
      ])
    }
    expect((await office.browser().go('/console/export', { method: 'POST' })).status).toBe(303)
  })

  it.each([
    ['removed', { type: 'removed', data: {} }],
    ['given another role', { type: 'posted', data: { roles: ['handler'], units: ['market'] } }],
  ])('ends at once for whoever is %s', async (_, event) => {
    const office = await openOffice()
    const browser = await office.enter('周洋')
    expect((await browser.go(today)).status).toBe(200)
    await office.staffEvent('周洋', event)
    expect((await browser.go(today)).status).toBe(303)
  })

  it('does not come back to life when he joins again', async () => {
    const office = await openOffice()
    const browser = await office.enter('周洋')
    await office.staffEvent('周洋', { type: 'removed', data: {} })
    office.later(MINUTE)
    await office.staffEvent('周洋', { type: 'invited', data: { name: '周洋', roles: ['leader'], units: [] } })
    const home = { channel: 'telegram', chat: '周洋' }
    await office.staffEvent('周洋', { type: 'joined', data: {}, personal: { sender: '周洋', home } })
    expect((await browser.go(today)).status).toBe(303)
  })

  it('ends after twelve hours', async () => {
    const office = await openOffice()
    const browser = await office.enter('周洋')
    office.later(12 * 60 * MINUTE - 1_000)
    expect((await browser.go(today)).status).toBe(200)
    office.later(1_000)
    expect((await browser.go(today)).status).toBe(303)
  })

  it('ends when he goes, which nobody can do for him', async () => {
    const office = await openOffice()
    const browser = await office.enter('周洋')
    await browser.open(today)
    expect((await browser.submit('/console/exit', undefined, { token: 'no' })).status).toBe(403)
    expect((await browser.go(today)).status).toBe(200)
    expect((await browser.submit('/console/exit')).status).toBe(200)
    expect(browser.cookies.has('__Host-qinqing')).toBe(false)
    expect((await browser.go(today)).status).toBe(303)
  })

  it('is nobody’s to write: a changed or a made-up cookie opens nothing', async () => {
    const office = await openOffice()
    const browser = await office.enter('赵强')
    const [value = '', signature = ''] = decodeURIComponent(browser.cookies.get('__Host-qinqing') ?? '').split('.')
    const session = JSON.parse(Buffer.from(value, 'base64url').toString())
    expect(session.id).toBe('staff-赵强')
    const asOther = Buffer.from(JSON.stringify({ ...session, id: 'staff-李明' })).toString('base64url')
    for (const forged of [`${asOther}.${signature}`, `${value}.${'A'.repeat(43)}=`, value, `${value}.`, '{}', '']) {
      browser.cookies.set('__Host-qinqing', encodeURIComponent(forged))
      expect((await browser.go(today)).status).toBe(303)
    }
    // Signed by another ledger.
    const elsewhere = await (await openOffice()).enter('赵强')
    browser.cookies.set('__Host-qinqing', elsewhere.cookies.get('__Host-qinqing') ?? '')
    expect((await browser.go(today)).status).toBe(303)
  })

  it('is kept where no script and no other site gets at it', async () => {
    const office = await openOffice()
    const browser = office.browser()
    await browser.open(await office.linkFor('周洋'))
    const cookies = (await browser.submit()).headers.getSetCookie()
    const session = cookies.find((one) => one.startsWith('__Host-qinqing='))
    for (const wanted of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax', 'Max-Age=43200'])
      expect(session?.split('; ')).toContain(wanted)
    expect(session).not.toMatch(/domain/iu)
  })
})

describe('every answer', () => {
  it('says what may be loaded and from where, and that nothing is kept or told', async () => {
    const office = await openOffice()
    const browser = await office.enter('李明')
    for (const path of [today, '/console/enter', '/console/nothing', '/console/charts/trend.svg']) {
      const { headers } = await browser.go(path)
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      )
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
    }
    expect((await browser.go(today)).url).not.toContain('code')
  })

  it('speaks of https only where it is reached by it', async () => {
    const office = await openOffice([], { base: 'http://127.0.0.1:8080' })
    const browser = office.browser()
    await browser.open(await office.linkFor('周洋'))
    const came = await browser.submit()
    expect(came.headers.get('strict-transport-security')).toBeNull()
    expect(came.headers.getSetCookie().some((one) => /^qinqing=.*; Path=\//u.test(one) && !/secure/iu.test(one))).toBe(
      true,
    )
  })

  it('leads where it is reached, also below a path of the proxy', async () => {
    const office = await openOffice([], { base: `${BASE}/qq/` })
    const link = await office.linkFor('周洋')
    expect(link).toContain(`${BASE}/qq/console/enter?code=`)
    const { $ } = await office.browser().open(link.replace('/qq', ''))
    expect($('form').attr('action')).toBe('/qq/console/enter')
    expect($('link[rel="stylesheet"]').attr('href')).toMatch(/^\/qq\/console\/style-/u)
  })

  it('is short where somebody sends more than a form of ours holds', async () => {
    const office = await openOffice()
    const body = new URLSearchParams({ code: 'x'.repeat(20_000) })
    expect((await office.browser().go('/console/enter', { method: 'POST', body })).status).toBe(403)
  })
})
