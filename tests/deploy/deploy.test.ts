import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SETTINGS } from '../../bot/config.ts'

const house = resolve(import.meta.dirname, '../..')
const deploy = join(house, 'deploy')
const read = (name: string) => readFileSync(join(deploy, name), 'utf8')
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0

describe('deploy/', () => {
  it('names no setting that there is not', () => {
    for (const file of readdirSync(deploy)) {
      const named = read(file).match(/\b(?:QINQING_|DATABASE_URL|WECHATY_)[A-Z0-9_]*[A-Z0-9]/g) ?? []
      expect(
        named.filter((name) => !SETTINGS.includes(name) && !/^QINQING_$/.test(name)),
        file,
      ).toEqual([])
    }
  })

  it('its image copies what is there, and leaves out what is not the program', () => {
    const copied = [...read('Containerfile').matchAll(/COPY --from=build (.*) \.\/(?:.*)$/gm)].flatMap(([, all = '']) =>
      all.split(' ').map((path) => path.replace('/opt/qinqing/', '')),
    )
    expect(copied).toEqual(expect.arrayContaining(['dist', 'node_modules', 'knowledge/documents', 'package.json']))
    const built = ['dist', 'node_modules']
    for (const path of copied) expect(built.includes(path) || existsSync(join(house, path)), path).toBe(true)
    const let_in = read('Containerfile.dockerignore').match(/^!(.*)$/gm) ?? []
    for (const path of let_in) expect(existsSync(join(house, path.slice(1))), path).toBe(true)
    for (const path of copied.filter((one) => !built.includes(one)))
      expect(
        let_in.some((one) => path.startsWith(one.slice(1))),
        path,
      ).toBe(true)
  })

  it('its script is one that a shell reads', () => {
    execFileSync('sh', ['-n', join(deploy, 'qinqing')])
  })

  it.skipIf(!hasSystemd)('its unit is understood by systemd, and hardened', () => {
    const unit = join(deploy, 'qinqing.service')
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' })
    expect(
      stderr
        .split('\n')
        .filter((line) => line.includes('qinqing.service') && !/not executable|does not exist/.test(line)),
    ).toEqual([])
    // What it runs is not installed where this is tested.
    expect(status === 0 || /not executable|does not exist/.test(stderr)).toBe(true)
    const judged = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', unit], {
      encoding: 'utf8',
    })
    if (!/unrecognized option/.test(judged.stderr)) expect(judged.status, judged.stdout).toBe(0)
  })
})
