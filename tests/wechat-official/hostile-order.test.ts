import fc from 'fast-check'
import { expect, it } from 'vitest'
import { message, openDoor, SENT } from './door.ts'

const PEOPLE = 50
const LINES = 2

/** What may happen to one line: how long the ledger takes, how often that fails first, when it is answered. */
const Fate = fc.record({
  at: fc.integer({ min: 0, max: 4_000 }),
  tookMs: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 400, max: 11_000 })),
  failures: fc.constantFrom(0, 0, 0, 1, 2),
  answeredMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9_000 })),
  hangsUp: fc.integer({ min: 0, max: 2 }),
  notice: fc.boolean(),
})

it('brings everybody what is his, once, in order, whatever takes long, fails or is brought again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Fate, { minLength: PEOPLE * LINES, maxLength: PEOPLE * LINES }), async (fates) => {
      const door = await openDoor()
      const { clock } = door
      const sleep = (ms: number) => clock.sleep(ms, new AbortController().signal)
      const heard = new Map<string, string[]>()
      const received = new Map<string, string[]>()
      const outbox = new Map<string, Promise<unknown>>()
      const hear = (whom: string, text: string) => heard.set(whom, [...(heard.get(whom) ?? []), text])
      const fateOf = ([name = '', line = '']: readonly string[]) =>
        fates[Number(name.slice(1)) * LINES + Number(line)] ?? fates[0]
      const failed = new Map<string, number>()

      door.answers = ({ method, body }) => {
        const { touser, text } = body as { touser: string; text: { content: string } }
        if (method === 'message/custom/send') hear(touser, text.content)
        return SENT
      }
      /** One after another for each chat, as the outbox does. */
      const send = (chat: string, text: string, key: string, ms: number) => {
        const before = outbox.get(chat) ?? Promise.resolve()
        const run = () => sleep(ms).then(() => door.channel.send(to(chat, text), key))
        outbox.set(chat, before.then(run))
      }
      door.receive = async ({ id, sender }) => {
        const fate = fateOf(id.split('-'))
        await sleep(fate?.tookMs ?? 0)
        const times = failed.get(id) ?? 0
        failed.set(id, times + 1)
        if (times < (fate?.failures ?? 0)) throw new Error('not now')
        const before = received.get(sender) ?? []
        received.set(sender, [...before, id])
        if (before.includes(id)) return { outcome: 'duplicate' }
        send(sender, `${sender} ${id}`, `official:${id}#0`, fate?.answeredMs ?? 0)
        if (fate?.notice) send(sender, `${sender} 通知 ${id}`, `due:${id}#0`, 0)
        return { outcome: 'committed' }
      }

      /** As WeChat brings it: five seconds, three times, with one signature; or not even those. */
      async function bring(name: string, line: number, { hangsUp }: (typeof fates)[number]): Promise<void> {
        const request = message({ from: name, id: `${name}-${line}` })
        for (let call = 0; call < 3; call++) {
          const gone = new AbortController()
          const bringing = door.bring(new Request(request.clone() as Request, { signal: gone.signal }))
          const over = clock.sleep(call < hangsUp ? 300 : 5_000, gone.signal).then(() => gone.abort())
          const answer = await bringing
          const isHeard = !gone.signal.aborted
          gone.abort()
          await over
          if (!isHeard || answer.status !== 200) continue
          if (answer.text === undefined) return
          expect(answer.to).toBe(name)
          hear(name, answer.text)
          return
        }
      }

      const all = fates.map(async (fate, i) => {
        const name = `o${Math.floor(i / LINES)}`
        // His lines come one after another.
        await sleep((i % LINES) * 20_000 + fate.at)
        await bring(name, i % LINES, fate)
      })
      let isDone = false
      void Promise.all(all).then(() => {
        isDone = true
      })
      await clock.until(() => isDone)
      await clock.passes(60_000)

      for (let n = 0; n < PEOPLE; n++) {
        const name = `o${n}`
        const wanted = Array.from({ length: LINES }, (_, line) => {
          const id = `${name}-${line}`
          return [`${name} ${id}`, ...(fateOf([name, `${line}`])?.notice ? [`${name} 通知 ${id}`] : [])]
        }).flat()
        expect(heard.get(name)).toEqual(wanted)
      }
      await door.stop()
    }),
    { numRuns: 2 },
  )
})

const to = (chat: string, text: string) => ({ to: { channel: 'official' as const, chat }, text: [text] })
