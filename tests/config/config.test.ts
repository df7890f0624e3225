import { describe, expect, it } from 'vitest'
import { createConfig } from '../../bot/config.ts'
import { Fault } from '../../bot/model/fault.ts'

const shipped = { docs: '/opt/qinqing/knowledge/documents' }
const key = Buffer.alloc(32, 7).toString('base64')

function mistakes(env: Record<string, string>, flags: { data?: string; docs?: string; city?: string } = {}): string[] {
  try {
    createConfig(env, flags, shipped)
  } catch (error) {
    if (error instanceof Fault && error.code === 'config') return error.message.split('\n').map((line) => line.trim())
    throw error
  }
  return []
}

describe('the settings', () => {
  it('may all be left out', () => {
    expect(createConfig({ PATH: '/bin' }, {}, shipped)).toEqual({ data: 'data', docs: shipped.docs, debug: false })
  })

  it('come from the environment', () => {
    const env = {
      QINQING_DATA: '/srv/q',
      QINQING_DOCS: 'docs',
      QINQING_CITY: '/etc/qinqing',
      QINQING_MASTER_KEY: key,
      QINQING_DEBUG: '1',
    }
    const read = { data: '/srv/q', docs: 'docs', city: '/etc/qinqing', masterKey: key, debug: true }
    expect(createConfig(env, {}, shipped)).toEqual(read)
  })

  it('a flag goes before the environment', () => {
    const env = { QINQING_DATA: '/srv/q', QINQING_DOCS: 'docs', QINQING_CITY: '/etc/qinqing' }
    const flags = { data: 'here', docs: 'mine', city: 'ours' }
    expect(createConfig(env, flags, shipped)).toMatchObject(flags)
  })

  it('a master key may be hexadecimal too', () => {
    expect(createConfig({ QINQING_MASTER_KEY: 'ab'.repeat(32) }, {}, shipped).masterKey).toBe('ab'.repeat(32))
  })

  it('every mistake is told at once, with what to do', () => {
    expect(
      mistakes(
        { QINQING_DATA: ' ', QINQING_MASTER_KEY: 'secret', QINQING_DEBUG: 'yes', QINQING_DATTA: '/srv/q' },
        { docs: '', city: ' ' },
      ),
    ).toEqual([
      'cannot read the settings:',
      'QINQING_DATA is empty: give a folder, or leave it out',
      '--docs is empty: give a folder, or leave it out',
      '--city is empty: give a folder, or leave it out',
      'QINQING_MASTER_KEY is no key: give the one the folder was begun with, 32 bytes in base64 (a new folder may begin with what `openssl rand -base64 32` prints)',
      'QINQING_DEBUG is neither 1 nor 0: set it to 1, or leave it out',
      'QINQING_DATTA is no setting: there are QINQING_DATA, QINQING_DOCS, QINQING_CITY, QINQING_MASTER_KEY, QINQING_DEBUG',
    ])
  })

  it('a master key that is refused is not repeated in the error', () => {
    expect(mistakes({ QINQING_MASTER_KEY: 'hunter2' }).join()).not.toContain('hunter2')
  })
})
