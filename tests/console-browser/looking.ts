import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'

/** The pages of this context can be looked at. It is the browser that brings it in: the pages themselves let no script run. */
export async function lookInto(context: BrowserContext): Promise<void> {
  await context.addInitScript({ path: fileURLToPath(new URL('./in-page.js', import.meta.url)) })
}

const ask =
  <T>(what: string) =>
  (page: Page): Promise<T> =>
    page.evaluate<T>(`looking.${what}()`)

export const contrasts =
  ask<readonly { readonly text: string; readonly ratio: number; readonly needs: number }[]>('contrasts')
export const nameless = ask<readonly string[]>('nameless')
/** How wide the page is, what sticks out of the screen included. */
export const widthOf = ask<number>('width')
/** How many pictures could not be shown. */
export const broken = ask<number>('broken')
/** How far what has the focus was scrolled. */
export const scrolled = ask<number>('scrolled')
/** What has the focus, and whether that is seen. */
export const focused = ask<{
  readonly id: string
  readonly text: string
  readonly name: string
  readonly seen: boolean
}>('focused')

/** How bright the first chart is on the whole, from 0 to 255. */
export async function brightness(page: Page): Promise<number> {
  const png = (await page.locator('figure.chart').first().screenshot()).toString('base64')
  const other = await page.context().newPage()
  const mean = await other.evaluate<number>(`looking.brightness('${png}')`)
  await other.close()
  return mean
}
