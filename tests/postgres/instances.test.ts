import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { StaffOrder } from '../../bot/commands/control.ts'
import { Invitation } from '../../bot/commands/staff-orders.ts'
import { ensureBuilt } from '../terminal/program.ts'
import { createCity, type Instance } from './instances.ts'
import { wayTo } from './proxy.ts'
import { sharedServer } from './server.ts'

beforeAll(ensureBuilt, 60_000)

const long = test.skipIf(!process.env['QINQING_LONG'])

const callback = ({ port }: Instance) => `http://127.0.0.1:${port}/wechat/official`

test('two instances: what one does the other knows, and when one is killed the other takes over', async () => {
  const city = await createCity(await (await sharedServer()).database())
  onTestFinished(city.close)
  const { telegram, wechat } = city
  // Both find an empty database, and make of it one ledger and one generation of the documents.
  const [a, b] = await Promise.all([city.start('a'), city.start('b')])

  // Invited at one; Telegram is polled by the other, or by this one.
  const order: StaffOrder = { do: 'invite', name: '李明', roles: ['administrator'], units: [] }
  const { found } = await b.ask({ do: 'staff', order })
  const admin = telegram.person('李明')
  admin.starts(Invitation.parse(found).code)
  await admin.chat.until('已经加入')

  // Both answer on the official account, each at once what came to it.
  const zhou = wechat.official.person('周到')
  for (const one of [a, b]) {
    await wechat.official.connect(callback(one))
    const { answer } = await zhou.says('养老机构应当在几个工作日内备案？')
    expect(answer).toBe('passive')
  }

  // The poller is killed: the other polls within seconds, and nothing that was said is lost.
  await a.kill()
  admin.says('/status')
  const begun = performance.now()
  await admin.chat.until('政策文件：第 1 版')
  expect(performance.now() - begun).toBeLessThan(10_000)
  await telegram.idle(500)
  expect(telegram.pending).toEqual([])
  expect(admin.chat.fromBot.filter(({ text }) => text.includes('政策文件：第 1 版'))).toHaveLength(1)

  b.running.process.kill('SIGTERM')
  const { code, err } = await b.running.ended
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' })
}, 90_000)

long(
  'a reload at one reaches the other',
  async () => {
    const city = await createCity(await (await sharedServer()).database())
    onTestFinished(city.close)
    const { wechat, docs } = city
    const [a, b] = await Promise.all([city.start('a'), city.start('b')])
    const zhou = wechat.official.person('周到')
    await wechat.official.connect(callback(b))
    await writeFile(join(docs, '养老.txt'), '养老机构备案须知\n\n应当自收住老年人之日起十五个工作日内到民政局备案。\n')
    expect(await a.ask({ do: 'reload' })).toMatchObject({ ok: true })
    const answering = { found: expect.objectContaining({ generation: 2 }) }
    await vi.waitFor(async () => expect(await b.ask({ do: 'status' })).toMatchObject(answering), 8_000)
    await zhou.says('养老机构应当在几个工作日内备案？')
    await zhou.until('十五个工作日')
  },
  90_000,
)

long(
  'the console stands alone beside them, and loads neither documents nor dictionary',
  async () => {
    const city = await createCity(await (await sharedServer()).database())
    onTestFinished(city.close)
    const { running, port } = await city.start('console', {}, ['console'])
    const page = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status
    expect([await page('/console'), await page('/readyz'), await page('/metrics')]).toEqual([200, 200, 200])
    // The dictionary alone takes 250 MB.
    expect(residentMegabytes(running.process.pid ?? 0)).toBeLessThan(220)
    running.process.kill('SIGTERM')
    expect((await running.ended).code).toBe(0)
  },
  60_000,
)

long(
  'a database that goes silent keeps nobody from stopping, and one that breaks off is waited for',
  async () => {
    const way = await wayTo(await (await sharedServer()).database())
    const city = await createCity(way.url)
    onTestFinished(async () => {
      await city.close()
      way.close()
    })
    const { telegram } = city
    const a = await city.start('a')
    const person = telegram.person('路人')
    way.cut()
    person.starts()
    await person.chat.until(() => true)
    // Where none runs on a folder, an order is carried out by the command itself, and reaches all.
    await writeFile(join(city.docs, '养老.txt'), '养老机构备案须知\n\n应当自收住老年人之日起三十个工作日内备案。\n')
    const reload = await city.order('elsewhere', 'kb', 'reload', '--docs', city.docs)
    expect(reload, reload.err).toMatchObject({ code: 0 })
    const answering = { found: expect.objectContaining({ generation: 2 }) }
    await vi.waitFor(async () => expect(await a.ask({ do: 'status' })).toMatchObject(answering), 8_000)
    const { out } = await city.order('elsewhere', 'kb', 'status', '--json')
    expect(JSON.parse(out)).toMatchObject({ running: false, generation: 2, by: '命令行' })
    way.hang()
    const begun = performance.now()
    a.running.process.kill('SIGTERM')
    await a.running.ended
    expect(performance.now() - begun).toBeLessThan(30_000)
  },
  120_000,
)

function residentMegabytes(pid: number): number {
  const [, pages = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')
  return (Number(pages) * 4096) / 1e6
}
