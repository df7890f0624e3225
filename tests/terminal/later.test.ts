import { describe, expect, it } from 'vitest'
import { createMovableClock } from '../../adapters/terminal/clock.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { noon, sit } from './sit.ts'

describe('/later', () => {
  it("moves this session's clock only, says so, and what has fallen due is shown", async () => {
    const base: Clock = { ...noon }
    const clock = createMovableClock(base)
    const shown: string[] = []
    const { pipe, heard } = sit(undefined, {
      clock,
      settled: async () => {
        shown.push(clock.now())
      },
    })
    expect(await pipe('/later 7\n好了吗\n')).toContain('（只有本会话的时钟拨快了，现在是 2026-11-30 12:00。）')
    expect(heard.at(-1)?.at).toBe('2026-11-30T04:00:00.000Z')
    expect(shown).toContain('2026-11-30T04:00:00.000Z')
    expect(base.now()).toBe('2026-11-23T04:00:00.000Z')
  })

  it.each(['/later', '/later 0', '/later -3', '/later 一天', '/later 99999', '/later 0h', '/later 1000h', '/later 3m'])(
    '%s asks for a number of days or hours',
    async (line) => {
      expect(await sit().pipe(`${line}\n`)).toContain(
        '请写天数（1 到 3650）或小时（1h 到 999h），例如：/later 7、/later 3h',
      )
    },
  )

  it.each([
    ['/later 3h', '2026-11-23 15:00'],
    ['/later 12小时', '2026-11-24 00:00'],
    ['/later 2d', '2026-11-25 12:00'],
    ['/later 2天', '2026-11-25 12:00'],
  ])('%s is so many hours or days', async (line, then) => {
    expect(await sit().pipe(`${line}\n`)).toContain(`现在是 ${then}。`)
  })

  it('wakes whoever sleeps past the new time, and nobody else', async () => {
    const base: Clock = {
      now: () => '2026-11-23T04:00:00.000Z',
      sleep: (_, stop) => new Promise((resolve) => stop.addEventListener('abort', () => resolve(), { once: true })),
    }
    const clock = createMovableClock(base)
    const woken: string[] = []
    const never = new AbortController()
    const hour = clock.sleep(3_600_000, never.signal).then(() => woken.push('hour'))
    const week = clock.sleep(7 * 86_400_000, never.signal).then(() => woken.push('week'))
    clock.later(86_400_000)
    await hour
    expect(woken).toEqual(['hour'])
    never.abort()
    await week
  })
})
