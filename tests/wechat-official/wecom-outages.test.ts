import { describe, expect, it } from 'vitest'
import { ApiError } from '../../adapters/wechat-official/trouble.ts'
import { openBench } from './wecom-bench.ts'

const DAY_MS = 86_400_000

describe('what happened while nobody listened', () => {
  it('is read when somebody does, from where it was read up to', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    wu.says('一')
    await bench.until(() => bench.note !== null && bench.received.length === 1)
    await bench.stop()
    wu.says('二')
    wu.says('三')
    bench.restart()
    await bench.until(() => bench.received.length === 3)
    expect(bench.texts()).toEqual(['一', '二', '三'])
  })

  it('is read again where the note got lost, and known by its ids', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    const ids = ['一', '二'].map((text) => wu.says(text))
    await bench.until(() => bench.received.length === 2)
    await bench.stop()
    for (const note of [null, 'not json', '{"cursors":[]}', '{"cursors":{"wkFakeAAAAfirst":"nonsense"}}']) {
      bench.note = note
      bench.received.length = 0
      bench.restart()
      await bench.until(() => bench.received.length === 2)
      expect(bench.received.map(({ id }) => id)).toEqual(ids)
      await bench.stop()
    }
  })

  it('is not noted as read before it is durable', async () => {
    const bench = await openBench()
    const [wu, zheng] = ['吴', '郑'].map((name) => bench.wechat.wecom.person(name))
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    bench.answer = async (message) => {
      if (message.kind === 'said' && message.text === '慢') await held
      return {}
    }
    wu?.says('慢')
    await bench.wechat.until(() => bench.wechat.asked('kf/sync_msg').length > 1)
    zheng?.says('快')
    await bench.until(() => bench.texts().includes('快'))
    expect(bench.note).toBeNull()
    // The process ends: whoever comes next reads both.
    const ending = bench.stop()
    release()
    await ending
    bench.note = null
    bench.answer = () => Promise.resolve({})
    bench.received.length = 0
    bench.restart()
    await bench.until(() => bench.received.length === 2)
    expect(bench.texts()).toEqual(['慢', '快'])
  })

  it('is read page by page, though some are empty', async () => {
    const bench = await openBench({ listening: false, fake: { pageSize: 7, emptyPages: true, tokenless: 100 } })
    const people = Array.from({ length: 5 }, (_, i) => bench.wechat.wecom.person(`第${i}位`))
    for (let i = 0; i < 10; i++) for (const one of people) one.says(`${i}`)
    bench.restart()
    await bench.until(() => bench.received.length === 50)
    for (const { id } of people) {
      const own = bench.received.filter(({ sender }) => sender === id)
      expect(own.map(({ text }) => text).join('')).toBe('0123456789')
    }
  })

  it('is read without a callback: those may get lost', async () => {
    const bench = await openBench({ hurry: 400 })
    await bench.until(() => bench.wechat.asked('kf/sync_msg').length > 0)
    bench.wechat.wecom.silent = true
    bench.wechat.wecom.person('吴有事').says('听得到吗')
    await bench.until(() => bench.received.length === 1)
  })

  it('is heard late, and doubled, as WeCom brings it', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    const late = Date.parse(bench.clock.now()) - DAY_MS
    wu.says('后说的')
    const first = wu.says('先说的', { sentAt: late })
    bench.wechat.wecom.repeats(first)
    await Promise.all([bench.wechat.wecom.ring(), bench.wechat.wecom.ring()])
    await bench.until(() => bench.received.length === 3)
    expect(bench.texts()).toEqual(['后说的', '先说的', '先说的'])
    expect(bench.received[1]).toEqual(bench.received[2])
    expect(bench.received[1]?.at.slice(0, 10)).toBe('2026-11-22')
  })
})

describe('when WeCom cannot be reached', () => {
  it('it is tried until it can, and nothing is lost', async () => {
    const bench = await openBench({ hurry: 100 })
    const wu = bench.wechat.wecom.person('吴有事')
    await bench.until(() => bench.health.length > 0)
    for (const how of ['refused', 'hang', 'html'] as const) {
      await bench.wechat.down(how)
      wu.says(how)
      await bench.until(() => bench.health.at(-1)?.state === 'down')
      const sent = await bench.say(wu, how, {}, how).catch((error: unknown) => error)
      if (how === 'refused') expect(sent).toEqual({ kind: 'unreachable', reason: 'no connection' })
      await bench.wechat.up()
      await bench.until(() => bench.health.at(-1)?.state === 'up' && bench.texts().includes(how))
    }
    expect(bench.texts()).toEqual(['refused', 'hang', 'html'])
  })

  it('the same message is not shown twice, whatever became of the answer', async () => {
    const bench = await openBench({ hurry: 20 })
    const wu = bench.wechat.wecom.person('吴有事')
    const kinds = ['reset', 'cut', 'html', 'garbage', 'hang'] as const
    for (const kind of kinds) {
      for (const executed of [true, false]) {
        wu.says('然后呢')
        const text = `${kind} ${executed}`
        bench.wechat.fails({ method: 'kf/send_msg', with: { kind, executed } })
        await expect(bench.say(wu, text, {}, text)).rejects.toBeInstanceOf(ApiError)
        expect(await bench.say(wu, text, {}, text)).toMatchObject({ kind: 'sent' })
        expect(wu.heard.filter((one) => one.text === text)).toHaveLength(1)
      }
    }
    // Nor by another process, which knows nothing of it.
    wu.says('然后呢')
    bench.wechat.fails({ method: 'kf/send_msg', with: { kind: 'reset', executed: true } })
    await expect(bench.say(wu, '最后', {}, 'last')).rejects.toBeInstanceOf(ApiError)
    await bench.stop()
    bench.restart()
    expect(await bench.say(wu, '最后', {}, 'last')).toMatchObject({ kind: 'sent' })
    expect(wu.heard.filter(({ text }) => text === '最后')).toHaveLength(1)
    // Another text under the same key is another message.
    expect(await bench.say(wu, '改了', {}, 'last')).toMatchObject({ kind: 'sent' })
    expect(wu.last.text).toBe('改了')
  })

  it('a token that is no good is replaced once, for everybody', async () => {
    const bench = await openBench({ hurry: 5 })
    const people = Array.from({ length: 20 }, (_, i) => bench.wechat.wecom.person(`第${i}位`))
    for (const one of people) one.says('你好')
    await bench.until(() => bench.received.length === 20)
    for (const spoil of ['expireTokens', 'replaceTokens'] as const) {
      const before = bench.wechat.asked('gettoken').length
      bench.wechat.wecom[spoil]()
      const sent = await Promise.all(people.map((one) => bench.say(one, '您好')))
      expect(new Set(sent.map(({ kind }) => kind))).toEqual(new Set(['sent']))
      expect(bench.wechat.asked('gettoken').length - before).toBeLessThanOrEqual(2)
    }
    expect(people.every(({ heard }) => heard.length === 2)).toBe(true)
  })

  it('a secret that is refused, or rights that were taken, are told, and nothing is refused for it', async () => {
    const bench = await openBench({ hurry: 100 })
    const wu = bench.wechat.wecom.person('吴有事')
    wu.says('你好')
    await bench.until(() => bench.received.length === 1)
    const rights = bench.wechat.fails({ method: 'kf/sync_msg', times: 3, with: { kind: 'error', code: 48002 } })
    wu.says('听得到吗')
    await bench.until(() => rights.hits > 0 && bench.health.at(-1)?.state === 'down')
    expect(bench.health.at(-1)).toMatchObject({ reason: expect.stringContaining('may not use the customer service') })
    // That the API answers is not enough to be up.
    await bench.until(() => bench.texts().includes('听得到吗'))
    expect(bench.health.map(({ state }) => state)).toEqual(['up', 'down', 'up'])

    const { secret } = bench.wechat.wecom
    bench.wechat.wecom.changeSecret('another')
    bench.wechat.wecom.expireTokens()
    expect(await bench.say(wu, 'x', {}, 'k')).toEqual({ kind: 'unreachable', reason: 'the secret is refused' })
    expect(bench.health.at(-1)).toEqual({ state: 'down', reason: 'the secret is refused' })
    expect(JSON.stringify([bench.lines, bench.health])).not.toContain(secret)
    bench.wechat.wecom.changeSecret(secret)
    await bench.until(() => bench.health.at(-1)?.state === 'up')
    expect(await bench.say(wu, 'x', {}, 'k')).toMatchObject({ kind: 'sent' })
  })

  it('an account that is not handed to the API is told as well', async () => {
    const bench = await openBench({ hurry: 500, listening: false })
    bench.wechat.wecom.removeAccount(bench.wechat.wecom.account)
    bench.restart()
    await bench.until(() => bench.health.length > 1)
    expect(bench.health.at(-1)).toMatchObject({ state: 'down', reason: expect.stringContaining('no account') })
    bench.wechat.wecom.addAccount('招商')
    await bench.until(() => bench.health.at(-1)?.state === 'up')

    const other = await openBench({ hurry: 100, account: 'wkMistyped' })
    await other.until(() => other.health.at(-1)?.state === 'down')
    expect(other.health.at(-1)).toMatchObject({ reason: expect.stringContaining('QINQING_WECOM_ACCOUNT') })
  })

  it('who is asked too often is asked again later, and what was said meanwhile is heard', async () => {
    const bench = await openBench({ hurry: 200 })
    await bench.until(() => bench.wechat.asked('kf/sync_msg').length > 0)
    const wu = bench.wechat.wecom.person('吴有事')
    bench.wechat.fails({ method: 'kf/sync_msg', times: 2, with: { kind: 'error', code: 45009 } })
    wu.says('你好')
    await bench.until(() => bench.received.length === 1)
    // A token that is taken no more is not held on to.
    let taken: unknown
    bench.wechat.fails({
      method: 'kf/sync_msg',
      when({ text }) {
        taken = JSON.parse(String(text)).token
        return taken !== undefined
      },
      with: { kind: 'error', code: 95007 },
    })
    wu.says('再来')
    await bench.until(() => bench.received.length === 2)
    const asked = bench.wechat.asked('kf/sync_msg')
    const refused = asked.findIndex(({ outcome }) => outcome === 95007)
    expect(asked[refused + 1]).toMatchObject({ outcome: 0 })
    expect(asked[refused + 1]?.body['token']).not.toBe(taken)
  })
})
