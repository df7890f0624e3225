import { describe, expect, test } from 'vitest'
import type { Fault } from '../fakes/telegram/index.ts'
import { openFake } from './fake-world.ts'

describe('faults', () => {
  test('errors of Telegram come as it says them, once, for the method meant', async () => {
    const { telegram, ask } = await openFake()
    const group = telegram.group('受理组')
    const fault = telegram.fails({ method: 'sendMessage', with: { kind: 'error', code: 429, retryAfter: 7 } })
    expect(await ask('getMe')).toMatchObject({ ok: true })
    expect(await ask('sendMessage', { chat_id: group.id, text: 'x' })).toEqual({
      status: 429,
      ok: false,
      error_code: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    })
    expect(await ask('sendMessage', { chat_id: group.id, text: 'x' })).toMatchObject({ ok: true })
    expect(fault.hits).toBe(1)
    expect(telegram.asked('sendMessage').map(({ outcome }) => outcome)).toEqual(['error', 200])
  })

  test.each<[Fault['kind'], boolean]>([
    ['html', false],
    ['html', true],
    ['garbage', false],
    ['garbage', true],
    ['reset', false],
    ['reset', true],
    ['cut', false],
    ['cut', true],
  ])('%s, carried out: %s', async (kind, executed) => {
    const { telegram, ask } = await openFake()
    const group = telegram.group('受理组')
    telegram.fails({ method: 'sendMessage', with: { kind, executed } as Fault })
    await expect(ask('sendMessage', { chat_id: group.id, text: '一次' })).rejects.toThrow()
    expect(group.messages).toHaveLength(executed ? 1 : 0)
    await ask('sendMessage', { chat_id: group.id, text: '又一次' })
    expect(group.messages).toHaveLength(executed ? 2 : 1)
  })

  test('a hang lasts until the bot gives up, or so long as told', async () => {
    const { telegram, ask } = await openFake()
    const group = telegram.group('受理组')
    telegram.fails({ with: { kind: 'hang' } })
    await expect(ask('sendMessage', { chat_id: group.id, text: 'x' }, AbortSignal.timeout(50))).rejects.toThrow(
      'timeout',
    )
    expect(group.messages).toEqual([])
    telegram.fails({ with: { kind: 'hang', ms: 30 } })
    expect(await ask('sendMessage', { chat_id: group.id, text: 'x' })).toMatchObject({ ok: true })
    telegram.fails({ with: { kind: 'hang', executed: true } })
    await expect(ask('sendMessage', { chat_id: group.id, text: 'y' }, AbortSignal.timeout(50))).rejects.toThrow(
      'timeout',
    )
    expect(group.messages).toHaveLength(2)
  })

  test('can be had by what is asked, after so many, so often, or by the dice', async () => {
    const { telegram, ask } = await openFake({ seed: 7 })
    const group = telegram.group('受理组')
    const send = async (text: string) => (await ask('sendMessage', { chat_id: group.id, text })).status
    const with500: Fault = { kind: 'error', code: 500 }
    const picky = telegram.fails({ when: ({ text }) => text === '坏', times: 2, after: 1, with: with500 })
    expect([await send('坏'), await send('好'), await send('坏'), await send('坏'), await send('坏')]).toEqual([
      200, 200, 500, 500, 200,
    ])
    picky.stop()
    telegram.fails({ odds: 0.5, times: Number.POSITIVE_INFINITY, with: with500 })
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => send('x')))
    expect(outcomes.filter((status) => status === 500).length).toBeGreaterThan(8)
    expect(outcomes.filter((status) => status === 200).length).toBeGreaterThan(8)
    telegram.heals()
    expect(await send('x')).toBe(200)
  })

  test('a download can fail too', async () => {
    const { telegram, ask } = await openFake()
    const sent = telegram.person('陈').sends({ name: 'a.txt', bytes: new Uint8Array([1, 2]) })
    const told = await ask('getFile', { file_id: sent.raw.document?.file_id })
    const url = `${telegram.apiRoot}/file/bot${telegram.token}/${(told.result as { file_path: string }).file_path}`
    telegram.fails({ method: 'download', with: { kind: 'html', status: 502 } })
    expect((await fetch(url)).status).toBe(502)
    telegram.fails({ method: 'download', with: { kind: 'cut' } })
    await expect(fetch(url).then((response) => response.arrayBuffer())).rejects.toThrow()
    expect((await fetch(url)).status).toBe(200)
  })
})

describe('the whole server', () => {
  test.each(['refused', 'hang', 'html'] as const)(
    'is away (%s) and comes back, with what happened meanwhile',
    async (how) => {
      const { telegram, ask } = await openFake()
      await telegram.down(how)
      telegram.person('陈').says('有人吗')
      const away = ask('getMe', {}, AbortSignal.timeout(100))
      await expect(away).rejects.toThrow()
      await telegram.up()
      expect((await ask('getUpdates')).result).toMatchObject([{ message: { text: '有人吗' } }])
    },
  )

  test('knows its token, and may take it back', async () => {
    const { telegram, ask } = await openFake()
    const get = async (token: string) => (await fetch(`${telegram.apiRoot}/bot${token}/getMe`)).json()
    expect(await get('1234567:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).toEqual({
      ok: false,
      error_code: 401,
      description: 'Unauthorized',
    })
    expect(await get('nonsense')).toEqual({ ok: false, error_code: 404, description: 'Not Found' })
    expect(await ask('flyToTheMoon')).toMatchObject({ status: 404, description: 'Not Found: method not found' })
    telegram.revoke()
    expect(await ask('getMe')).toMatchObject({ status: 401, description: 'Unauthorized' })
  })
})

describe('limits', () => {
  test('too much in one chat is answered with 429 until the time named is over', async () => {
    let now = Date.parse('2026-11-23T02:00:00Z')
    const { telegram, ask } = await openFake({ now: () => now })
    const [甲, 乙] = [telegram.group('甲'), telegram.group('乙')]
    const send = async (chat_id: number) => {
      const { status, parameters } = await ask('sendMessage', { chat_id, text: 'x' })
      return parameters?.retry_after ?? status
    }
    telegram.limit('telegram')
    for (let count = 0; count < 20; count++) expect(await send(甲.id)).toBe(200)
    expect(await send(甲.id)).toBe(60)
    expect(telegram.impatient).toBe(0)
    expect(await send(甲.id)).toBe(60)
    expect(telegram.impatient).toBe(1)
    expect(await send(乙.id)).toBe(200)
    now += 60_000
    expect(await send(甲.id)).toBe(200)
  })

  test('all chats together have theirs, and answering a press is free', async () => {
    let now = Date.parse('2026-11-23T02:00:00Z')
    const { telegram, ask } = await openFake({ now: () => now })
    telegram.limit({ overall: { messages: 2, perMs: 1_000 } })
    const groups = ['甲', '乙', '丙'].map((title) => telegram.group(title))
    const sent = []
    for (const { id } of groups) sent.push((await ask('sendMessage', { chat_id: id, text: 'x' })).status)
    expect(sent).toEqual([200, 200, 429])
    expect(await ask('getMe')).toMatchObject({ ok: true })
    now += 1_000
    expect(await ask('sendMessage', { chat_id: groups[2]?.id, text: 'x' })).toMatchObject({ ok: true })
  })
})

describe('waiting', () => {
  test('for a message that never comes says what came instead', async () => {
    const { telegram, ask } = await openFake()
    const group = telegram.group('受理组')
    await ask('sendMessage', { chat_id: group.id, text: '别的' })
    await expect(group.until('新诉求', { ms: 20 })).rejects.toThrow(
      /受理组 did not see 新诉求 in 20 ms, but:\n {2}别的/,
    )
  })

  test('until all is quiet', async () => {
    const { telegram, ask } = await openFake()
    telegram.person('陈').says('一')
    await expect(telegram.until(() => false, 20)).rejects.toThrow('not so after 20 ms')
    const [update] = telegram.pending
    setTimeout(() => void ask('getUpdates', { offset: (update?.update_id ?? 0) + 1 }), 20)
    await telegram.idle(40)
    expect(telegram.pending).toEqual([])
  })
})
