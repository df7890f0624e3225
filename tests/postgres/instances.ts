import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askOwner, type Request, type Response } from '../../bot/commands/control.ts'
import { createFakeTelegram, type FakeTelegram } from '../fakes/telegram/index.ts'
import { createFakeWeChatApi, type FakeWeChatApi } from '../fakes/wechat-official/index.ts'
import { type Ended, pipe, type Running, start } from '../terminal/program.ts'

/** For tests alone. */
const MASTER_KEY = Buffer.alloc(32, 7).toString('base64')
const PATIENCE_MS = 30_000

export interface Instance {
  readonly data: string
  readonly port: number
  readonly running: Running
  /** Has it do something, as a command beside it would. */
  ask(request: Request): Promise<Response>
  kill(): Promise<void>
}

/** A city whose bot runs in several processes, on one database: staff in Telegram, entrepreneurs on an official account. */
export interface City {
  readonly telegram: FakeTelegram
  readonly wechat: FakeWeChatApi
  readonly docs: string
  readonly url: string
  /** `argv`: something else than `serve` with documents. */
  start(name: string, more?: Readonly<Record<string, string>>, argv?: readonly string[]): Promise<Instance>
  /** Runs a command on a data folder of this name. */
  order(name: string, ...argv: readonly string[]): Promise<Ended>
  close(): Promise<void>
}

export async function createCity(
  url: string,
  documents: Readonly<Record<string, string>> = {
    '养老.txt': '养老机构备案须知\n\n应当自收住老年人之日起十个工作日内到民政局备案。\n',
  },
): Promise<City> {
  const home = await mkdtemp(join(tmpdir(), 'qinqing-city-'))
  const docs = join(home, 'docs')
  await mkdir(docs)
  for (const [name, text] of Object.entries(documents)) await writeFile(join(docs, name), text)
  const [telegram, wechat] = await Promise.all([
    createFakeTelegram({ conflictMs: 100, patienceMs: PATIENCE_MS, remembered: 100_000 }),
    createFakeWeChatApi({ patienceMs: PATIENCE_MS }),
  ])
  const { official } = wechat
  const settings = {
    DATABASE_URL: url,
    QINQING_MASTER_KEY: MASTER_KEY,
    QINQING_TELEGRAM_TOKEN: telegram.token,
    QINQING_TELEGRAM_API: telegram.apiRoot,
    QINQING_OFFICIAL_ID: official.id,
    QINQING_OFFICIAL_SECRET: official.secret,
    QINQING_OFFICIAL_TOKEN: official.token,
    QINQING_OFFICIAL_AES_KEY: official.aesKey,
    QINQING_OFFICIAL_API: official.apiRoot,
  }
  const all: Instance[] = []

  return {
    telegram,
    wechat,
    docs,
    url,
    async start(name, more = {}, argv = ['serve', '--docs', docs]) {
      const port = await freePort()
      const data = join(home, name)
      const env = { ...settings, QINQING_HTTP: `127.0.0.1:${port}`, ...more }
      const running = start([...argv, '--data', data], env)
      const instance: Instance = {
        data,
        port,
        running,
        ask: (request) => askOwner(data, request),
        async kill() {
          running.process.kill('SIGKILL')
          await running.ended
        },
      }
      all.push(instance)
      await running.complaint(/serving /)
      return instance
    },
    order: (name, ...argv) => pipe([...argv, '--data', join(home, name)], [], settings),
    async close() {
      await Promise.all(all.map((one) => one.kill()))
      await Promise.all([telegram.close(), wechat.close()])
      await rm(home, { recursive: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
