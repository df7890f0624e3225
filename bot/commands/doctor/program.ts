import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { dateOf } from '../../model/instant.ts'
import { type Check, ok, unknown, wrong } from './finding.ts'

/** package.json says the same. */
const OLDEST = [20, 19]

/** Node is new enough, and the word-cutter was built for it. */
export const program: Check = {
  name: 'program',
  async look() {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
    if (major < (OLDEST[0] ?? 0) || (major === OLDEST[0] && minor < (OLDEST[1] ?? 0)))
      return wrong(`Node ${process.versions.node} is too old`, 'install Node 20.19 or newer')
    try {
      const { cut } = await import('../../../knowledge/index.ts')
      const words = cut('小微企业税收优惠')
      return ok(`Node ${process.versions.node}; words are cut (${words.slice(0, 3).join(' / ')})`)
    } catch (error) {
      return wrong(
        `words cannot be cut: ${firstLine(error)}`,
        'run npm ci with a compiler at hand (g++, make, python3)',
      )
    }
  },
}

const WEIGHTS = ['Regular', 'Bold']

/** Charts have letters: the fonts can be read, and a picture drawn with them. */
export const fonts: Check = {
  name: 'fonts',
  async look() {
    try {
      for (const weight of WEIGHTS) {
        const at = new URL(`../fonts/NotoSansHans-${weight}.otf`, import.meta.resolve('@embedpdf/fonts-sc'))
        await stat(fileURLToPath(at))
      }
      const { createOffice } = await import('../../../adapters/office/index.ts')
      const picture = await createOffice().png({
        title: '亲清',
        kind: 'bar',
        labels: ['诉求'],
        series: [{ name: '件', values: [1] }],
        unit: '件',
      })
      return ok(`Noto Sans for Chinese; a chart was drawn (${Math.ceil(picture.length / 1000)} KB)`)
    } catch (error) {
      return wrong(`no chart can be drawn: ${firstLine(error)}`, 'run npm ci again')
    }
  },
}

/** Whatever zone the machine is in, dates are Beijing's. */
export const timeZone: Check = {
  name: 'time zone',
  async look({ now }) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const says = `this machine is in ${zone}; the bot counts in Beijing time wherever it runs`
    const there = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(
      new Date(now()),
    )
    return there === dateOf(now())
      ? ok(says)
      : unknown(`Node reads another day in Asia/Shanghai (${there}) than ${dateOf(now())}`)
  },
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}
