import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createTerminalDirectory } from '../../adapters/terminal/directory.ts'
import { terminalRooms } from '../../adapters/terminal/rooms.ts'
import type { Said } from '../../bot/model/message.ts'
import type { Reply } from '../../bot/model/reply.ts'
import { book, sit, to } from './sit.ts'

describe('lines from a pipe', () => {
  it('become messages one after another, and the transcript shows each with its answer before the next', async () => {
    const { pipe, heard } = sit(({ from, text }) => (text === '/start' ? [] : [to(from.chat, `收到“${text}”`)]))
    expect(await pipe('你好\n\n  拖欠货款怎么办  \r\n最后一行没有换行')).toBe(
      [
        '（终端模拟：一个人扮演所有角色。/as 角色[:姓名] 换人，/who 名录，/file 路径 发文件，/later 天数 拨快时钟，/quit 退出。）',
        '',
        '—— 现在是 企业·张三 ——',
        '',
        '张三：你好',
        '收到“你好”',
        '',
        '张三：拖欠货款怎么办',
        '收到“拖欠货款怎么办”',
        '',
        '张三：最后一行没有换行',
        '收到“最后一行没有换行”',
        '',
        '',
      ].join('\n'),
    )
    expect(heard.map(({ text }) => text)).toEqual(['/start', '你好', '拖欠货款怎么办', '最后一行没有换行'])
  })

  it('carry what the bot needs: an id of their own, chat and sender, the time', async () => {
    const { pipe, heard } = sit()
    await pipe('你好\n')
    expect(heard[1]).toEqual({
      kind: 'said',
      id: 's1-2',
      from: { channel: 'terminal', chat: 'entrepreneur:张三' },
      sender: 'entrepreneur:张三',
      text: '你好',
      attachments: [],
      at: '2026-11-23T04:00:00.000Z',
    })
  })

  it('end with /quit: what stands after it is not read', async () => {
    const { pipe, said } = sit()
    await pipe('你好\n/quit\n还在吗\n')
    expect(said()).toEqual(['entrepreneur:张三 /start', 'entrepreneur:张三 你好'])
  })

  it('come by the hundred without one being lost or overtaken', async () => {
    const { pipe, heard } = sit(async () => {
      await wait(1)
      return []
    })
    const lines = Array.from({ length: 300 }, (_, index) => `第${index}句`)
    await pipe(lines.join('\n'))
    expect(heard.slice(1).map(({ text }) => text)).toEqual(lines)
    expect(new Set(heard.map(({ id }) => id)).size).toBe(301)
  })

  it('a line that could not be kept is said, the rest goes on, and the end is a failure', async () => {
    const full = new Error('cannot write journal: the disk is full')
    const { input, ended, screen, said } = sit(({ text }) => {
      if (text === '二') throw full
      return []
    })
    input.end('一\n二\n三\n')
    await expect(ended).rejects.toBe(full)
    expect(screen()).toContain('张三：二\n（没有保存：cannot write journal: the disk is full）\n\n张三：三\n')
    expect(said()).toHaveLength(4)
  })

  it('stop at once when the reader of the output has gone away, and that is no error', async () => {
    const { output, input, ended, said } = sit()
    output.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    input.end('一\n二\n')
    await ended
    expect(said().length).toBeLessThan(3)
  })

  it('stop when told to, without waiting for what is pending', async () => {
    const { stop, ended, until } = sit(() => [], { settled: () => new Promise(() => {}) })
    await until('现在是 企业·张三')
    stop.abort()
    await ended
  })
})

describe('who speaks', () => {
  it('/as makes another person of you, in Chinese or English, with a name or without', async () => {
    const { pipe, said } = sit()
    const screen = await pipe(
      '/as staff:王芳\n在\n/as 企业：李四\n/as 工作人员:\n/as admin\n/as Administrator: 赵敏 \n',
    )
    expect(said()).toEqual([
      'entrepreneur:张三 /start',
      'staff:王芳 /start',
      'staff:王芳 在',
      'entrepreneur:李四 /start',
      'staff:王芳 /start',
      'administrator:李明 /start',
      'administrator:赵敏 /start',
    ])
    expect(screen).toContain('张三：/as staff:王芳\n—— 现在是 工作人员·王芳 ——\n\n王芳：在\n')
  })

  it.each([
    '/as',
    '/as 市长',
    '/as constructor',
    '/as staff:一二三四五六七八九十一二三四五六七八九十一',
    '/as staff:a\u001b[2Jb',
    '/as 承办@文旅局:陈刚',
    '/as 承办:孙涛',
  ])('%j changes nothing and says what there is', async (line) => {
    const { pipe, said } = sit()
    const screen = await pipe(`${line}\n在\n`)
    expect(screen).toMatch(
      /可用角色：entrepreneur（企业）、staff（工作人员）、clerk（受理员）.*administrator（管理员）|姓名不合适：最多 20 个字|没有这个单位：文旅局。可用单位：清欠专班、市监局|名录里没有承办 孙涛 的单位/,
    )
    expect(said().at(-1)).toBe('entrepreneur:张三 在')
  })

  it.each([
    ['受理员:王芳', 'clerk:王芳', '受理员·王芳'],
    ['受理员', 'clerk:王芳', '受理员·王芳'],
    ['陈刚', 'handler@industry:陈刚', '承办（清欠专班）·陈刚'],
    ['承办:陈刚', 'handler@industry:陈刚', '承办（清欠专班）·陈刚'],
    ['承办@工信局:陈刚', 'handler@industry:陈刚', '承办（清欠专班）·陈刚'],
    ['handler@industry:孙涛', 'handler@industry:孙涛', '承办（清欠专班）·孙涛'],
    ['承办@市监局', 'handler@market:马俊', '承办（市监局）·马俊'],
    ['马俊', 'handler@industry,market:马俊', '承办（清欠专班、市监局）·马俊'],
    ['何静', 'clerk+handler@market:何静', '受理员、承办（市监局）·何静'],
    ['承办@*:孙涛', 'handler@*:孙涛', '承办（所有单位）·孙涛'],
    ['督办', 'supervisor:赵强', '督办·赵强'],
    ['领导', 'leader:周岚', '领导·周岚'],
    ['管理员', 'administrator:李明', '管理员·李明'],
  ])('/as %s is %s', async (typed, sender, label) => {
    const { pipe, said } = sit()
    expect(await pipe(`/as ${typed}\n`)).toContain(`—— 现在是 ${label} ——`)
    expect(said().at(-1)).toBe(`${sender} /start`)
  })

  it('a name of the directory counts, whatever letters it has', async () => {
    const people = [{ name: 'Siobhán O’Neil', roles: ['leader' as const], units: [] }]
    const { pipe, said } = sit(undefined, { book: { ...book, people } })
    await pipe('/as Siobhán O’Neil\n/as 领导:Siobhán O’Neil\n')
    expect(said().slice(1)).toEqual(['leader:Siobhán O’Neil /start', 'leader:Siobhán O’Neil /start'])
  })

  it('/who lists the directory', async () => {
    expect(await sit().pipe('/who\n')).toContain(
      '名录：\n受理员：王芳、何静\n承办：陈刚（清欠专班）、马俊（清欠专班、市监局）、何静（市监局）\n督办：赵强\n',
    )
    expect(await sit(undefined, { book: { ...book, people: [] } }).pipe('/who\n')).toContain('名录是空的')
  })

  it('starts as whom it was told', async () => {
    const { pipe, said } = sit(undefined, { as: '工作人员:陈晨' })
    await pipe('')
    expect(said()).toEqual(['staff:陈晨 /start'])
  })

  it('/help goes to the bot, and the terminal adds its own commands', async () => {
    const { pipe } = sit(({ from, text }) => (text === '/help' ? [to(from.chat, '我会的：……')] : []))
    expect(await pipe('/help\n')).toMatch(/我会的：……\n\n终端命令：\/as .*\/who .*\/file .*\/later .*3h.*\/quit/)
  })
})

describe('what is shown', () => {
  const choices = [
    { id: 'yes', label: '同意' },
    { id: 'no', label: '不同意' },
  ]
  const both = ({ from, text }: Said): readonly Reply[] =>
    text === '/start'
      ? []
      : [
          { ...to(from.chat, '转给', { strong: '工作人员' }, '吗？'), choices },
          { ...to('room:受理组', '新诉求\n请受理'), choices },
          to('staff:王芳', '提醒'),
        ]

  it('choices are numbered for who looks on; what is for others stands under their name, without numbers', async () => {
    expect(await sit(both).pipe('好\n')).toContain(
      '张三：好\n转给工作人员吗？\n  1. 同意\n  2. 不同意\n\n' +
        '── 发给 受理组 ──\n新诉求\n请受理\n  · 同意\n  · 不同意\n\n── 发给 工作人员·王芳 ──\n提醒\n\n',
    )
  })

  it('with style, marks are bold and what is for others is dim', async () => {
    const screen = await sit(both, { styled: true }).pipe('好\n')
    expect(screen).toContain('转给\u001b[1m工作人员\u001b[22m吗？')
    expect(screen).toContain('\u001b[2m── 发给 工作人员·王芳 ──\n提醒\u001b[22m')
  })

  it('control characters in what people wrote do not steer the terminal', async () => {
    const screen = await sit(({ from, text }) => [to(from.chat, text, { strong: '\u009b31m' })]).pipe(
      '清屏\u001b[2J\u0007\n',
    )
    expect(screen).not.toMatch(/[\u0007\u001b\u009b]/)
    expect(screen).toContain('清屏[2J')
  })

  it('the same delivery twice is shown once', async () => {
    const { channel, screen, until, pipe } = sit()
    await until('现在是')
    const sent = { kind: 'sent', receipts: [] }
    expect(await channel.send(to('entrepreneur:张三', '已登记'), 'd1')).toEqual(sent)
    expect(await channel.send(to('entrepreneur:张三', '已登记'), 'd1')).toEqual(sent)
    await pipe('')
    expect(screen().match(/已登记/g)).toHaveLength(1)
  })
})

describe('rooms', () => {
  it('are shown under the name of the unit, or what they are for', async () => {
    const told = ({ from, text }: Said): readonly Reply[] =>
      text === '/start'
        ? []
        : [
            to(from.chat, '好'),
            ...terminalRooms({ unit: 'industry' }).map((room) => ({ ...to('', '新派单'), to: room })),
          ]
    expect(await sit(told).pipe('好\n')).toContain('── 发给 清欠专班 ──\n新派单')
    expect(terminalRooms({ room: 'supervision' })).toEqual([{ channel: 'terminal', chat: 'room:督办组' }])
  })
})

describe('the directory', () => {
  const directory = createTerminalDirectory({ pseudonym: (text) => `id of ${text}`, book })
  const who = (sender: string) => directory.identify({ channel: 'terminal', chat: sender }, sender)

  it('believes the post a sender gives himself, and keeps names of staff only', async () => {
    const fang = { id: 'id of terminal:staff:王芳', name: '王芳' }
    expect(await who('staff:王芳')).toEqual({ ...fang, roles: ['clerk', 'handler'], units: ['*'] })
    expect(await who('clerk:王芳')).toEqual({ ...fang, roles: ['clerk'], units: [] })
    expect(await who('handler@industry:陈刚')).toMatchObject({ roles: ['handler'], units: ['industry'], name: '陈刚' })
    expect(await who('clerk+handler@market:何静')).toMatchObject({ roles: ['clerk', 'handler'], units: ['market'] })
    expect(await who('administrator:李明')).toMatchObject({ roles: ['administrator'], name: '李明' })
    expect(await who('entrepreneur:张三')).toEqual({ id: 'id of terminal:entrepreneur:张三', roles: [], units: [] })
  })

  it('one name among staff is one person, so that nobody is his own second person', async () => {
    expect((await who('supervisor:王芳')).id).toBe((await who('staff:王芳')).id)
    expect((await who('supervisor:赵强')).id).not.toBe((await who('staff:王芳')).id)
  })

  it('takes whoever it does not know for an entrepreneur with an id of his own', async () => {
    expect(await who('mayor:赵')).toEqual({ id: 'id of terminal:mayor:赵', roles: [], units: [] })
  })
})
