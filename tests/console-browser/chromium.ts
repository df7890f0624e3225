import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { createHttp } from '../../adapters/http/index.ts'
import { openOffice } from '../console/world.ts'

const PROGRAM = process.env['QINQING_CHROMIUM'] ?? '/usr/bin/chromium'
/** Why these cannot run here, if they cannot. */
export const missing = existsSync(PROGRAM) ? undefined : `no Chromium at ${PROGRAM}: apt-get install chromium`

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The office behind a real socket; it knows its own address. */
export async function openHouse(...[stories, more]: Parameters<typeof openOffice>) {
  let handle: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 })
  const http = createHttp({ host: '127.0.0.1', port: 0, routes: { '/console/*': (request) => handle(request) } })
  const { port } = await http.listen()
  const base = `http://127.0.0.1:${port}`
  const office = await openOffice(stories, { ...more, base })
  handle = office.handle
  return { ...office, base, close: () => http.close() }
}

/** A browser of its own, with nothing remembered from before. */
export async function openChromium() {
  const folder = mkdtempSync(join(tmpdir(), 'qinqing-chromium-'))
  const browser = await chromium.launch({ executablePath: PROGRAM, args: [...FLAGS, `--disk-cache-dir=${folder}`] })
  return {
    browser,
    async close() {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a page said in its console, and asked for outside of `base`. */
export function watch(
  context: BrowserContext,
  base: string,
): { readonly said: string[]; readonly elsewhere: string[] } {
  const seen = { said: [] as string[], elsewhere: [] as string[] }
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.said.push(message.text())
  })
  context.on('weberror', (error) => seen.said.push(error.error().message))
  context.on('request', (request) => {
    if (!request.url().startsWith(`${base}/console`)) seen.elsewhere.push(request.url())
  })
  return seen
}

/** Follows a link of the bot, and goes in. */
export async function goIn(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('button', { name: '进入看板' }).click()
  await page.getByRole('heading', { level: 1, name: '今日概况' }).waitFor()
}
