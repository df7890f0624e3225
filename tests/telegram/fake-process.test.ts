import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'

const MAIN = new URL('../fakes/telegram/main.ts', import.meta.url).pathname
const TSX = new URL('../../node_modules/.bin/tsx', import.meta.url).pathname

test('the fake runs as a process of its own and is played by lines of JSON', async () => {
  const child = spawn(TSX, [MAIN, '{"privacy": false}'], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill())
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => JSON.parse((await lines.next()).value as string) as Record<string, unknown>
  const order = (line: object) => {
    child.stdin.write(`${JSON.stringify(line)}\n`)
    return next()
  }
  const { apiRoot, token } = await next()
  const ask = async (method: string, params: object) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${apiRoot}/bot${token}/${method}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(params),
    })
    return (await response.json()) as { result: { update_id: number; message: { text: string } }[] }
  }
  const made = await order({ do: 'group', text: '受理组', members: ['陈受理'] })
  expect(made).toMatchObject({ do: 'group', result: { id: expect.any(Number) } })
  await order({ do: 'says', who: '陈受理', in: '受理组', text: '在吗' })
  const { result } = await ask('getUpdates', { allowed_updates: ['message'] })
  expect(result.at(-1)?.message.text).toBe('在吗')
  await ask('sendMessage', { chat_id: (made['result'] as { id: number }).id, text: '在' })
  expect(await order({ do: 'until', in: '受理组', text: '在' })).toMatchObject({ result: { text: '在' } })
  expect(await order({ do: 'dance' })).toEqual({ error: 'no order: dance' })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.stdin.end()
  expect(await exited).toBe(0)
})
