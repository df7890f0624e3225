import exceljs from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { PAGES } from '../../bot/ports/overview.ts'
import { closing, deadline, numberAt, type Story } from '../report/ledger.ts'
import { cityStories, gapEvents } from './stories.ts'
import { type Office, openOffice } from './world.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice(cityStories(), { events: gapEvents('2026-11-22T02:00:00.000Z') })
})

describe('what each may look at', () => {
  const common = ['今日', '期限', '台账', '热点', '三率', '未答问题']
  it.each([
    ['周洋', common],
    ['赵强', common],
    ['李明', [...common, '政策文件', '渠道消息']],
  ])('%s', async (name, offered) => {
    const browser = await office.enter(name)
    const { $ } = await browser.open('/console/today')
    const links = $('nav.pages a').toArray()
    expect(links.map((one) => $(one).text())).toEqual(offered)
    for (const page of PAGES) {
      const { status } = await browser.open(`/console/${page}`)
      expect([page, status]).toEqual([
        page,
        links.some((one) => $(one).attr('href') === `/console/${page}`) ? 200 : 404,
      ])
    }
  })
})

describe('every page', () => {
  it.each(PAGES)('%s is one that a reader of any kind finds his way in', async (page) => {
    const browser = await office.enter('李明')
    const { $ } = await browser.open(`/console/${page}`)
    expect($('html').attr('lang')).toBe('zh-CN')
    expect($('title').text()).toContain($('h1').text())
    expect($('h1')).toHaveLength(1)
    const levels = $('h1,h2,h3,h4')
      .toArray()
      .map((one) => Number(one.tagName.slice(1)))
    expect(levels.every((level, i) => level - (levels[i - 1] ?? 1) <= 1)).toBe(true)
    const ids = $('[id]')
      .toArray()
      .map((one) => $(one).attr('id'))
    expect(new Set(ids).size).toBe(ids.length)
    for (const one of $('[aria-labelledby]').toArray()) expect(ids).toContain($(one).attr('aria-labelledby'))
    for (const one of $('input:not([type=hidden]),select').toArray())
      expect($(`label[for="${$(one).attr('id')}"]`).text()).not.toBe('')
    for (const one of $('a,button').toArray()) expect($(one).attr('aria-label') ?? $(one).text().trim()).not.toBe('')
    for (const one of $('img').toArray()) expect($(one).attr('alt')).not.toBe('')
    for (const one of $('table').toArray()) {
      expect($(one).parent().attr('tabindex')).toBe('0')
      expect($(one).parent().attr('aria-label')).not.toBe('')
      expect($(one).find('thead th').length).toBe($(one).find('tbody tr').first().children().length)
    }
    expect($('a.skip').attr('href')).toBe(`#${$('main').attr('id')}`)
    expect($('[style],style,script,[onclick]')).toHaveLength(0)
    for (const one of $('[src],link[href]').toArray())
      expect($(one).attr('src') ?? $(one).attr('href')).toMatch(/^\/console\//u)
    expect($('[aria-current="page"]')).toHaveLength(1)
  })

  it.each(PAGES)('%s says what there is none of, where the ledger is empty', async (page) => {
    const empty = await openOffice([], { health: { channels: [] } })
    const { status, $ } = await (await empty.enter('李明')).open(`/console/${page}`)
    expect(status).toBe(200)
    expect(
      $('.empty')
        .toArray()
        .every((one) => $(one).text().length > 4),
    ).toBe(true)
    expect($('h1').length).toBe(1)
  })
})

/** The number that leads there, and how many cases the ledger then lists. */
async function follows(path: string, pick: (label: string) => boolean = () => true) {
  const browser = await office.enter('李明')
  const { $ } = await browser.open(path)
  const links = $('.figure .value a,td a,.stack h4 a')
    .toArray()
    .map((one) => ({
      label: `${$(one).attr('aria-label') ?? ''} ${$(one).closest('tr').find('th').text()}`.trim(),
      text: $(one).text(),
      href: $(one).attr('href') ?? '',
    }))
  const seen: [string, string, string][] = []
  for (const { label, text, href } of links.filter((one) => one.href.includes('/ledger') && pick(one.label))) {
    const listed = (await browser.open(href)).$('h2').toArray()
    const total = listed.map((one) => $(one).text()).find((one) => one.startsWith('符合条件'))
    seen.push([label, text.match(/\d+/u)?.[0] ?? '', total?.match(/\d+/u)?.[0] ?? ''])
  }
  return seen
}

describe('a number leads to the cases it counts', () => {
  it.each(['today', 'board', 'topics'])('on %s', async (page) => {
    const seen = await follows(`/console/${page}`, (label) => !label.startsWith('满意率'))
    expect(seen.length).toBeGreaterThan(8)
    for (const [label, said, listed] of seen) expect([label, listed]).toEqual([label, said])
  })

  it('and on the rates, where it is a number of cases', async () => {
    const browser = await office.enter('周洋')
    const { $ } = await browser.open('/console/rates?period=2026-11')
    const rows = $('tbody tr')
      .toArray()
      .flatMap((row) => {
        const link = $(row).find('td').first().find('a')
        return link.length > 0 ? [{ said: link.text(), href: link.attr('href') ?? '' }] : []
      })
    expect(rows.length).toBeGreaterThan(4)
    for (const { said, href } of rows)
      expect((await browser.open(href)).$('h2').text()).toContain(`符合条件的 ${said} 件`)
  })
})

describe('today', () => {
  const stories: readonly Story[] = [
    { n: 1, on: '11-23 08:00', data: { deadlines: [deadline('accept', '11-23')] } },
    { n: 2, on: '11-23 09:00', since: [['11-23 09:30', 'accepted', { deadlines: [] }]] },
    { n: 3, on: '11-10', data: { deadlines: [deadline('accept', '11-20')] } },
    { n: 4, on: '11-16', since: closing('11-16', '11-23 08:00', '11-23 09:00', 'satisfied') },
    { n: 5, on: '11-16', since: closing('11-16', '11-18', '11-19', 'dissatisfied') },
    { n: 6, on: '11-22', since: [['11-22 12:00', 'accepted', { deadlines: [] }]] },
  ]

  it('counts what came, was accepted and resolved since midnight, what is due and what is late', async () => {
    const small = await openOffice(stories)
    const { $ } = await (await small.enter('周洋')).open('/console/today')
    const figures = Object.fromEntries(
      $('.figure')
        .toArray()
        .map((one) => [$(one).find('dt').text(), $(one).find('.value').text()]),
    )
    expect(figures).toEqual({
      已逾期: '1 件',
      今天到期: '1 件',
      在办: '4 件',
      新登记: '2 件',
      受理: '1 件',
      办结: '1 件',
      满意率: '1/2',
      没答上来的问题: '0 组',
      等着发出的消息: '0 条',
    })
    expect($('.figure.bad dt').text()).toBe('已逾期')
    expect($('.as-of').text()).toBe('数据截至 11月23日 10:00')
  })
})

describe('the ledger', () => {
  let reader: Awaited<ReturnType<Office['enter']>>
  beforeAll(async () => {
    reader = await office.enter('周洋')
  })
  const listed = async (query: string) => {
    const { $ } = await reader.open(`/console/ledger${query}`)
    return {
      $,
      count: Number(/\d+/u.exec($('h2').text())?.[0]),
      rows: $('tbody tr')
        .toArray()
        .map((row) =>
          $(row)
            .children()
            .toArray()
            .map((cell) => $(cell).text()),
        ),
      notes: $('.notes').text(),
    }
  }

  it('shows what is open first, and hides who told it', async () => {
    const { count, rows, $ } = await listed('')
    expect(count).toBe(52)
    expect(rows).toHaveLength(50)
    expect($('.pager a').attr('href')).toBe('/console/ledger?state=open&page=2')
    const text = $('main').text()
    expect(text).not.toMatch(/张小样|139000|样例\d/u)
    expect(text).toContain('有限公司')
  })

  it('is filtered by what stands in its form, which shows it again', async () => {
    const all = await listed('?state=')
    expect(all.count).toBe(72)
    const some = await listed('?state=&kind=help&area=云山区&category=utilities')
    expect(some.rows.length).toBe(some.count)
    expect(some.count).toBeGreaterThan(0)
    expect(some.rows.every((row) => row.includes('求助') && row.includes('云山区') && row.includes('水电气网'))).toBe(
      true,
    )
    expect(some.$('select[name=kind] option[selected]').attr('value')).toBe('help')
    expect(some.$('summary').text()).toContain('类型 求助')
    const parts = await Promise.all(['open', 'over'].map((state) => listed(`?state=${state}`)))
    expect(parts[0]?.count).toBe(52)
    expect((parts[0]?.count ?? 0) + (parts[1]?.count ?? 0)).toBe(72)
    const due = await Promise.all(['late', 'today', '3d', '7d', 'later', 'none'].map((one) => listed(`?due=${one}`)))
    expect(due.reduce((sum, one) => sum + one.count, 0)).toBe(52)
  })

  it('says which conditions mean nothing, and does without them', async () => {
    const { count, notes } = await listed('?state=all&unit=nobody&from=gestern&due=%3Cscript%3E&state=')
    expect(count).toBe(72)
    expect(notes).toContain('看不懂的条件没有用：状态、期限、单位、从。')
  })

  it('takes a number as it is written, and a page that is too far as the last', async () => {
    const [first] = (await listed('')).rows[0] ?? []
    expect((await listed(`?number=${first}`)).rows.map(([number]) => number)).toEqual([first])
    expect((await listed('?number=QQ-2222-2222')).$('.empty').text()).toBe('没有符合条件的诉求。')
    expect((await listed('?state=&page=99')).rows).toHaveLength(22)
  })
})

describe('an export', () => {
  it('is what the page lists, masked, and leaves a line that says who took how much', async () => {
    const browser = await office.enter('周洋')
    const { $ } = await browser.open('/console/ledger?state=&kind=complaint')
    const count = Number(/\d+/u.exec($('h2').text())?.[0])
    const file = await browser.submit('/console/export', ['format', 'xlsx'])
    expect(decodeURIComponent(file.headers.get('content-disposition') ?? '')).toContain('诉求台账-2026-11-23.xlsx')
    const book = new exceljs.Workbook()
    await book.xlsx.load(await file.arrayBuffer())
    expect(book.worksheets[0]?.rowCount).toBe(count + 1)
    expect(JSON.stringify(book.worksheets[0]?.getSheetValues())).not.toMatch(/张小样|139000\d/u)
    expect(office.log.at(-1)).toBe(`console: staff-周洋 exported ${count} appeals as xlsx (kind=complaint)`)

    await browser.open('/console/ledger?state=&kind=complaint')
    const csv = await (await browser.submit('/console/export', ['format', 'csv'])).text()
    expect(csv.trim().split('\r\n')).toHaveLength(count + 1)
  })

  it('needs the form of his own session', async () => {
    const browser = await office.enter('周洋')
    await browser.open('/console/ledger')
    expect((await browser.submit('/console/export', ['format', 'csv'], { token: 'x' })).status).toBe(403)
    expect((await browser.go('/console/export')).status).toBe(404)
    const sent = await browser.go('/console/export', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })
    expect(sent.status).toBe(403)
  })

  it('of nothing is none', async () => {
    const browser = await office.enter('周洋')
    await browser.open(`/console/ledger?number=${numberAt(5)}`)
    const answer = await browser.submit('/console/export', ['format', 'csv'])
    expect(await answer.text()).toContain('没有符合条件的诉求。')
  })
})

describe('charts', () => {
  it('are pictures that ask for nothing, and have their table beside them', async () => {
    const browser = await office.enter('周洋')
    for (const page of ['rates', 'topics']) {
      const { $ } = await browser.open(`/console/${page}?period=2026-11`)
      expect($('figure.chart')).toHaveLength(2)
      for (const one of $('figure.chart').toArray()) {
        expect($(one).nextAll('.scroll').find('table')).toHaveLength(1)
        const response = await browser.go($(one).find('img').attr('src') ?? '')
        expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
        const svg = await response.text()
        expect(svg).toMatch(/^<svg /u)
        expect(svg.replaceAll(/xmlns(?::xlink)?="[^"]*"/gu, '')).not.toMatch(
          /https?:|url\((?!#)|<script|<image|@import/u,
        )
      }
    }
    expect((await browser.go('/console/charts/constructor.svg')).status).toBe(404)
  })

  it('say their definitions, and up to when they count', async () => {
    const browser = await office.enter('周洋')
    const { $ } = await browser.open('/console/rates')
    expect($('main').text()).toContain('响应率＝')
    expect($('main').text()).toContain('这一期还没有结束')
    expect((await browser.open('/console/rates?period=2026-10')).$('main').text()).not.toContain('还没有结束')
    // What is to come is no period yet.
    expect((await browser.open('/console/rates?period=2027-01')).$('option[selected]').attr('value')).toBe('2026-11')
  })
})
