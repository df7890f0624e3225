import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createWeChat } from '../../adapters/wechat/index.ts'
import { loadPuppet } from '../../adapters/wechat/puppet.ts'
import { type Gateway, type Line, TOKEN } from './gateway.ts'
import type { Phone, Road, World } from './town.ts'

const PATIENCE_MS = process.env['QINQING_LONG'] ? 60_000 : 15_000
let messages = 0

interface Options {
  readonly passing?: boolean
  /** Outages would take long to be noticed otherwise. */
  readonly hurry?: number
}

/** WeChat by way of a gateway, as `serve` opens it with wechaty-puppet-service. */
export const byGateway =
  (gateway: Gateway, { passing = false, hurry = 10 }: Options = {}) =>
  async ({ waking, ...world }: World): Promise<Road> => ({
    channel: createWeChat({
      ...world,
      clock: waking(hurry),
      puppet: await loadPuppet({
        name: 'wechaty-puppet-service',
        options: { token: TOKEN, endpoint: gateway.endpoint },
      }),
      passing,
      random: () => randomInt(2 ** 30) / 2 ** 30,
      pace: { gapMs: 0, perDay: 10_000, friendsPerDay: 100 },
      show: () => {},
    }),
  })

export interface WirePhone extends Phone {
  /** Anything that WeChat has. */
  sends(what: Omit<Line, 'id' | 'from'> & { readonly id?: string }): Promise<unknown>
  /** All that he ever sent arrives once more. */
  repeats(): Promise<unknown>
  /** All that he was told, in order. */
  readonly texts: () => readonly string[]
}

/**
 * Somebody in WeChat, known there by this id. With `insists` the gateway brings what he said again as long as nothing came
 * of it, under the same id, as WeChat does for a client that was away.
 */
export function phoneOf(gateway: Gateway, id: string, { insists = false } = {}): WirePhone {
  const sent: Line[] = []
  const mine = () => gateway.asked.filter(({ to }) => to === id)
  const texts = () => mine().flatMap(({ text }) => (text === undefined ? [] : [text]))
  const find = (words: string) => texts().findLast((text) => text.includes(words))
  const sends: WirePhone['sends'] = (what) => {
    const line = { id: `${id}-${++messages}`, from: id, ...what }
    sent.push(line)
    const arrived = gateway.says(line)
    // A gateway that is away or hangs takes nothing.
    return insists ? Promise.race([arrived, pause(200)]) : arrived
  }
  return {
    sends,
    texts,
    repeats: () => Promise.all(sent.map((line) => gateway.says(line))),
    says: (text) => sends({ text }),
    sendsPicture: (bytes) => sends({ type: IMAGE, file: { name: 'image.png', bytes } }),
    told: (words) => find(words) !== undefined,
    files: () => mine().flatMap(({ digest }) => (digest === undefined ? [] : [{ digest }])),
    async until(words) {
      const begun = Date.now()
      for (let looks = 1; ; looks++) {
        const found = find(words)
        if (found !== undefined) return found
        if (Date.now() - begun > PATIENCE_MS) {
          throw new Error(`${id} was not told «${words}», but:\n${texts().slice(-5).join('\n---\n')}`)
        }
        const last = sent.at(-1)
        if (insists && last && looks % 60 === 0) void gateway.says(last)
        await pause(25)
      }
    },
  }
}

// As wechaty-puppet numbers it (types.Message).
const IMAGE = 6
