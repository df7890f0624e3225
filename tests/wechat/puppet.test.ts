import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { log, Puppet } from 'wechaty-puppet'
import { idsLast, loadPuppet } from '../../adapters/wechat/puppet.ts'

const TOKEN = 'insecure_0d0c9e1e-5b7a-4a55-8f0a-2a1c7f8c1d10'

test.each([
  ['wechaty-puppet-service', {}, 'needs a token'],
  ['wechaty-puppet-service', { token: 'no-server-in-it' }, 'begins with the name of its server'],
  ['wechaty-puppet-service', { token: 'insecure_two_parts' }, 'no other underscore'],
  ['wechaty-puppet-padlocal', { token: 'puppet_padlocal_x' }, 'is not installed: npm i wechaty-puppet-padlocal'],
  ['wechaty-puppet-mock', {}, 'is for tests'],
  ['node:fs', {}, 'is no puppet'],
])('%s with %j: %s', async (name, options, why) => {
  vi.stubEnv('WECHATY_PUPPET_SERVICE_TOKEN', undefined)
  const loading = loadPuppet({ name, options })
  await expect(loading).rejects.toMatchObject({ name: 'Fault', code: 'config' })
  await expect(loading).rejects.toThrow(why)
  await expect(loading).rejects.toThrow(`WECHATY_PUPPET: ${name}`)
})

test('a service puppet is made anew each time; it prints nothing, and keeps nothing under the home directory', async () => {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {})
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const failed = vi.spyOn(console, 'error').mockImplementation(() => {})
  const folder = join(homedir(), '.wechaty', 'wechaty-puppet-service', TOKEN)
  const make = await loadPuppet({
    name: 'wechaty-puppet-service',
    options: { token: TOKEN, endpoint: '127.0.0.1:9', tls: { disable: true, serverName: 'insecure' } },
  })
  const [one, two] = [make(), make()]
  expect(one).toBeInstanceOf(Puppet)
  expect(one).not.toBe(two)
  one.on('error', () => {})
  one.emit('login', { contactId: 'wxid_somebody' })
  one.emit('heartbeat', { data: 'alive' })
  await expect(one.messageSendText('wxid_zhangsan', '张三说的话')).rejects.toThrow('no grpc manager')
  one.emit('logout', { contactId: 'wxid_somebody' })
  expect(existsSync(folder)).toBe(false)
  for (const stream of [printed, warned, failed]) expect(stream).not.toHaveBeenCalled()
  expect(log.level()).toBe('silent')
})

test('wechat4u leaves the errors of the process to the process', async () => {
  const before = process.listeners('uncaughtException')
  const make = await loadPuppet({ name: 'wechaty-puppet-wechat4u', options: {} })
  expect(make().name()).toContain('wechat4u')
  expect(process.listeners('uncaughtException')).toEqual(before)
})

test('ids last where that is known, and nowhere else', () => {
  const names = ['service', 'padlocal', 'official-account', 'wechat4u', 'wechat', 'unheard-of']
  expect(names.map((name) => idsLast(`wechaty-puppet-${name}`))).toEqual([true, true, true, false, false, false])
})
