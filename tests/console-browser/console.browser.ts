import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PAGES } from '../../bot/ports/overview.ts'
import { cityStories, gapEvents } from '../console/stories.ts'
import { goIn, missing, openChromium, openHouse, watch } from './chromium.ts'
import { brightness, broken, contrasts, focused, lookInto, nameless, scrolled, widthOf } from './looking.ts'

const PHONE = { width: 360, height: 740 }
const DESK = { width: 1280, height: 800 }

if (missing) console.warn(`skipped: ${missing}`)

describe.skipIf(missing)('the console in Chromium', () => {
  let house: Awaited<ReturnType<typeof openHouse>>
  let chromium: Awaited<ReturnType<typeof openChromium>>
  beforeAll(async () => {
    house = await openHouse(cityStories(), { events: gapEvents('2026-11-22T02:00:00.000Z') })
    chromium = await openChromium()
  })
  afterAll(async () => {
    await chromium?.close()
    await house?.close()
  })

  /** Somebody who is in, with all that his browser complained of or asked for elsewhere. */
  async function reader(name: string, options: BrowserContextOptions = {}) {
    const context = await chromium.browser.newContext({ viewport: DESK, ...options })
    await lookInto(context)
    const seen = watch(context, house.base)
    const page = await context.newPage()
    await goIn(page, await house.linkFor(name))
    return {
      page,
      seen,
      go: (path: string) => page.goto(`${house.base}/console/${path}`),
      close: () => context.close(),
    }
  }

  it('lets somebody in by one press, once, without a script', async () => {
    const link = await house.linkFor('周洋')
    const context = await chromium.browser.newContext({ javaScriptEnabled: false, viewport: PHONE })
    const page = await context.newPage()
    await goIn(page, link)
    expect(page.url()).toBe(`${house.base}/console/today`)
    expect(await page.locator('nav.pages a').allTextContents()).not.toContain('渠道消息')
    const second = await context.newPage()
    await second.goto(link)
    await second.getByRole('button', { name: '进入看板' }).click()
    expect(await second.locator('h1').textContent()).toBe('这个入口不能用')
    await page.getByRole('button', { name: '退出' }).click()
    expect(await page.locator('h1').textContent()).toBe('已退出')
    await page.goto(`${house.base}/console/ledger`)
    expect(page.url()).toBe(`${house.base}/console/enter`)
    await context.close()
  })

  it.each([
    ['a phone by day', PHONE, 'light'],
    ['a phone by night', PHONE, 'dark'],
    ['a desk by day', DESK, 'light'],
    ['a desk by night', DESK, 'dark'],
  ] as const)(
    'on %s every page can be read: nothing sticks out, nothing is too pale, nothing comes from elsewhere',
    async (_, viewport, colorScheme) => {
      const { page, seen, go, close } = await reader('李明', { viewport, colorScheme })
      for (const name of PAGES) {
        await go(name)
        expect([name, await widthOf(page)]).toEqual([name, viewport.width])
        const pale = (await contrasts(page)).filter(({ ratio, needs }) => ratio < needs)
        expect([name, pale]).toEqual([name, []])
        expect([name, await nameless(page)]).toEqual([name, []])
        expect([name, await broken(page)]).toEqual([name, 0])
      }
      expect(seen).toEqual({ said: [], elsewhere: [] })
      await close()
    },
  )

  it('is walked through by keyboard: past the head, to each page, into a table, and every stop is seen', async () => {
    const { page, go, close } = await reader('周洋', { viewport: PHONE })
    await go('board')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toMatchObject({ text: '跳到正文', seen: true })
    await page.keyboard.press('Enter')
    expect(await focused(page)).toMatchObject({ id: 'main' })
    await page.keyboard.press('Tab')
    expect(await focused(page)).toMatchObject({ name: '各单位在办件数（表格，可左右滚动）', seen: true })
    const before = await scrolled(page)
    for (let n = 0; n < 5; n++) await page.keyboard.press('ArrowRight')
    await expect.poll(() => scrolled(page)).toBeGreaterThan(before)

    await go('today')
    const stops: string[] = []
    for (let n = 0; n < 9; n++) {
      await page.keyboard.press('Tab')
      const stop = await focused(page)
      expect([stop.text, stop.seen]).toEqual([stop.text, true])
      stops.push(stop.text)
    }
    expect(stops).toEqual(['跳到正文', '退出', '今日', '期限', '台账', '热点', '三率', '未答问题', '45 件'])
    await close()
  })

  it('filters the ledger, keeps the choice in its form, and hands out the file', async () => {
    const { page, go, close } = await reader('赵强')
    await go('ledger')
    await page.locator('summary').click()
    await page.getByLabel('类型').selectOption({ label: '投诉' })
    await page.getByLabel('状态').selectOption({ label: '不限' })
    await page.getByRole('button', { name: '查看' }).click()
    expect(await page.locator('summary').textContent()).toContain('类型 投诉')
    const count = Number(/\d+/u.exec((await page.locator('h2').first().textContent()) ?? '')?.[0])
    expect(await page.locator('tbody tr').count()).toBe(count)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出 Excel' }).click()
    expect((await download).suggestedFilename()).toBe('诉求台账-2026-11-23.xlsx')
    expect(house.log.at(-1)).toBe(
      `console: staff-赵强 exported ${count} appeals as xlsx (kind=complaint on=registered)`,
    )
    await close()
  })

  it('follows a number to what it counts, and shows a chart in the colours of its reader', async () => {
    const { page, go, close } = await reader('周洋', { colorScheme: 'dark' })
    await go('today')
    await page.getByRole('link', { name: '已逾期 45 件' }).click()
    expect(await page.locator('h2').first().textContent()).toBe('符合条件的 45 件')
    await go('rates')
    const light = await brightness(page)
    await page.emulateMedia({ colorScheme: 'light' })
    expect(light).toBeLessThan(90)
    expect(await brightness(page)).toBeGreaterThan(200)
    await close()
  })

  it('prints without what only a screen has', async () => {
    const { page, go, close } = await reader('周洋')
    await go('ledger')
    await page.emulateMedia({ media: 'print' })
    for (const hidden of ['nav.pages', 'details', '.export', '.who button'])
      expect([hidden, await page.locator(hidden).first().isVisible()]).toEqual([hidden, false])
    expect(await page.locator('table').first().isVisible()).toBe(true)
    await close()
  })
})
