import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createStage } from '../transcripts/stage.ts'

const staff = [
  { name: '周洋', roles: ['leader'] },
  { name: '陈刚', roles: ['handler'], units: ['market'] },
] as const
const open = () =>
  createStage({ staff, groups: { 领导群: 'leaders' }, world: { console: (code) => `https://q.example/${code}` } })
type Stage = Awaited<ReturnType<typeof open>>

const codeIn = (told: readonly { readonly text: string }[]): string =>
  told.flatMap(({ text }) => /q\.example\/(\S+)/u.exec(text)?.[1] ?? [])[0] ?? ''

/** Somebody follows a link: whether it opened. */
async function follow({ app, now }: Stage, code: string, at = now()): Promise<string> {
  const hash = createHash('sha256').update(code).digest('hex')
  return (await app.receive({ kind: 'entrance', id: `entrance:${hash}`, code: hash, at })).outcome
}

describe('a link into the console', () => {
  it('is given to a leader in his own chat, and opens once', async () => {
    const stage = await open()
    const code = codeIn(await stage.telegram.says('周洋', '网页看板'))
    expect(code).toMatch(/^[0-9a-f]{32}$/u)
    expect(await follow(stage, code)).toBe('committed')
    expect(await follow(stage, code)).toBe('ignored')
  })

  it('asked for in a group goes to him alone', async () => {
    const stage = await open()
    const told = await stage.telegram.says('周洋', '/console', { room: '领导群' })
    expect(codeIn(told.filter(({ chat }) => chat === '领导群'))).toBe('')
    expect(codeIn(told.filter(({ chat }) => chat === '周洋'))).not.toBe('')
  })

  it('ends with the next one, with its ten minutes, and with his role', async () => {
    const stage = await open()
    const first = codeIn(await stage.telegram.says('周洋', '/console'))
    const second = codeIn(await stage.telegram.says('周洋', '/console'))
    expect(await follow(stage, first)).toBe('ignored')
    await stage.wait(11 / 1440)
    expect(await follow(stage, second)).toBe('ignored')
    expect(await follow(stage, 'nobody’s')).toBe('ignored')
  })

  it('is not for a handler, nor for whoever stands in no roster, nor where there is no console', async () => {
    const stage = await open()
    expect((await stage.telegram.says('陈刚', '/console'))[0]?.text).toBe('网页看板供领导、督办和管理员查看。')
    expect((await stage.say('领导·吴宁', '看板'))[0]?.text).toContain('没有登记在人员名册里')
    const without = await createStage({ staff })
    expect((await without.telegram.says('周洋', '/console'))[0]?.text).toContain('没有开网页看板')
  })
})
