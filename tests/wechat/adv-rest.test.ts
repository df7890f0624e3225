import { mkdtemp, readdir, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { types } from 'wechaty-puppet'
import { noteIn } from '../../bot/commands/notes.ts'
import { openWorld, TANG } from './privacy-world.ts'

for (const passing of [true, false])
  test(`at rest passing=${passing}`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'adv-'))
    const memo = noteIn(folder, 'wechat.json')
    const world = await openWorld({ folder, passing, memo, pace: { gapMs: 0, perDay: 100, friendsPerDay: 0 } })
    const C = {
      id: 'wxidcanary7731',
      nick: '昵称金丝雀',
      room: '@@roomcanary991',
      knock: 'wxidknocker55',
      hello: '我是求职者张三三',
      file: '合同金丝雀.pdf',
    }
    const p = world.puppet
    p.contact({ id: C.id, name: C.nick })
    p.room(C.room, [C.id, 'bot'])
    p.knocks(C.knock, C.hello)
    await world.says(C.id, '你好')
    const { number, code } = await world.lodges(C.id, TANG)
    p.says(C.id, {
      type: types.Message.Attachment,
      filename: C.file,
      file: { name: C.file, bytes: new Uint8Array([1, 2, 3, 4, 5]) },
    })
    await world.passes(3000)
    console.log(await world.says(C.id, '社保补贴怎么申请', C.room))
    console.log(await world.says(C.id, `进度 ${number}`, C.room))
    p.mishap = () => ({ error: new Error(`boom ${C.nick} 13800002222`) })
    await world.says(C.id, '进度')
    await world.passes(100_000)
    await world.close()
    const canaries = [
      C.id,
      C.nick,
      C.room,
      C.knock,
      C.hello,
      C.file,
      '合同金丝雀',
      '唐宁',
      '13800002222',
      '顺达',
      code,
      '道路运输',
    ]
    for (const name of await readdir(folder, { recursive: true })) {
      const path = join(folder, name)
      const s = await stat(path)
      console.log(name, (s.mode & 0o777).toString(8), s.size)
      if (!s.isFile()) continue
      const text = (await readFile(path)).toString('utf8')
      for (const c of canaries)
        if (text.includes(c))
          console.log('  FOUND', c, 'in', name, text.slice(Math.max(0, text.indexOf(c) - 200), text.indexOf(c) + 60))
      if (name.startsWith('notes')) console.log(text)
    }
    for (const c of canaries) for (const line of [...world.lines]) if (line.includes(c)) console.log('LINE', c, line)
    console.log(world.lines)
  })
