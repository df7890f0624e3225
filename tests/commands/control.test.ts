import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askOwner, askOwnerOr, openControl, type Request, type Response } from '../../bot/commands/control.ts'
import { Fault } from '../../bot/model/fault.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qinqing-control-'))
})
afterEach(() => rm(folder, { recursive: true }))

const reload: Request = { do: 'reload' }
const done = async (): Promise<Response> => ({ ok: true, lines: ['24 份资料'] })

describe('a command that changes asks the process that runs', () => {
  it('and has its answer', async () => {
    const control = await openControl(folder, done)
    expect(await askOwner(folder, reload)).toEqual({ ok: true, lines: ['24 份资料'] })
    await control.close()
  })

  it('and is told what went wrong there', async () => {
    const control = await openControl(folder, () => Promise.reject(new Error('cannot reload: 税收.md: no title')))
    expect(await askOwner(folder, reload)).toEqual({ ok: false, lines: ['cannot reload: 税收.md: no title'] })
    await control.close()
  })

  it('and is told when nobody runs, or no longer does', async () => {
    const nobody = { code: 'not-running', message: expect.stringMatching(/^no process runs on .*: start one/) }
    await expect(askOwner(folder, reload)).rejects.toMatchObject(nobody)
    await expect(askOwner(join(folder, 'nowhere'), reload)).rejects.toMatchObject(nobody)
    const control = await openControl(folder, done)
    await control.close()
    expect(await readdir(folder)).toEqual([])
    await expect(askOwner(folder, reload)).rejects.toMatchObject(nobody)
  })

  it('or does it itself where none runs; and waits for one that has the folder and does not listen yet', async () => {
    expect(await askOwnerOr(folder, reload, async () => 'done here')).toBe('done here')
    let control: { close(): Promise<void> } | undefined
    const answer = await askOwnerOr(folder, reload, async () => {
      control = await openControl(folder, done)
      throw new Fault('locked', 'the folder is in use')
    })
    expect(answer).toEqual({ ok: true, lines: ['24 份资料'] })
    await control?.close()
    const full = () => Promise.reject(new Fault('storage', 'the disk is full'))
    await expect(askOwnerOr(folder, reload, full)).rejects.toThrow('the disk is full')
  })

  it('and is told when the process ends in the middle of it', async () => {
    const server = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => server.listen(join(folder, 'control.sock'), resolve))
    await expect(askOwner(folder, reload)).rejects.toMatchObject({
      code: 'not-running',
      message: expect.stringContaining('gave no answer'),
    })
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('the socket', () => {
  const path = () => join(folder, 'control.sock')

  it('is for its owner alone', async () => {
    const control = await openControl(folder, done)
    expect((await stat(path())).mode & 0o777).toBe(0o600)
    await control.close()
  })

  it('that a killed process left behind is replaced', async () => {
    await writeFile(path(), '')
    const control = await openControl(folder, done)
    expect((await askOwner(folder, reload)).ok).toBe(true)
    await control.close()
  })

  it('may lie deeper than a socket path can reach', async () => {
    const deep = join(folder, '数据'.repeat(20), 'x'.repeat(60))
    await mkdir(deep, { recursive: true })
    const control = await openControl(deep, done)
    expect(await readdir(deep)).toEqual(['control.sock'])
    expect((await askOwner(deep, reload)).ok).toBe(true)
    await control.close()
    expect(await readdir(deep)).toEqual([])
  })

  it('of one who connects and says nothing neither keeps the process from ending nor stays for ever', async () => {
    const control = await openControl(folder, done, 50)
    const idle = () =>
      new Promise<void>((hungUp) =>
        connect(path())
          .on('error', () => {})
          .on('close', () => hungUp())
          .resume(),
      )
    await idle()
    await control.close()
    const again = await openControl(folder, done)
    const last = idle()
    expect((await askOwner(folder, reload)).ok).toBe(true)
    await again.close()
    await last
  })

  it('survives whoever talks nonsense, too much, or hangs up', async () => {
    const control = await openControl(folder, done)
    for (const nonsense of ['', '{', 'x'.repeat(100_000)]) {
      await new Promise<void>((resolve) => {
        const socket = connect(path(), () => socket.end(nonsense))
        socket
          .on('error', () => {})
          .on('close', () => resolve())
          .resume()
      })
    }
    const unknown = await new Promise<string>((resolve) => {
      const socket = connect({ path: path(), allowHalfOpen: true }, () => socket.end('{"do":"format"}'))
      socket.on('data', (answer) => resolve(String(answer)))
    })
    expect(JSON.parse(unknown)).toMatchObject({ ok: false })
    expect((await askOwner(folder, reload)).ok).toBe(true)
    await control.close()
  })
})
