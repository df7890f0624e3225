import { describe, expect, it } from 'vitest'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { checkCity } from '../../bot/catalog/check.ts'
import { fileNames } from '../../bot/catalog/files.ts'
import { catalog, shipped } from '../../bot/catalog/index.ts'
import { cityOf } from './folder.ts'

describe('the shipped city', () => {
  it('is the one without a folder, and nothing is wrong with it', async () => {
    const { loadCity } = await import('../../bot/commands/city/load.ts')
    const city = await loadCity(undefined)
    expect(city.catalog).toEqual(catalog)
    expect(city.holidays).toEqual(publishedHolidays())
    expect(checkCity({ files: shipped, own: new Set(fileNames), published: city.holidays })).toEqual([])
  })

  it('has somebody in every post, and two who may approve what the other proposes', () => {
    const who = (role: string) => catalog.people.filter(({ roles }) => (roles as string[]).includes(role))
    for (const role of ['clerk', 'handler', 'supervisor', 'leader', 'administrator']) expect(who(role)).not.toEqual([])
    expect(who('clerk').length).toBeGreaterThan(1)
  })

  it('names no telephone that anybody could have', () => {
    for (const { phone } of catalog.stewards) expect(phone).toMatch(/^12345转8\d{3}$/)
  })

  it('every ground, ending and period stands on something', () => {
    for (const { basis } of [...catalog.grounds, ...catalog.endings, ...catalog.retention, ...catalog.routes]) {
      expect(basis).toMatch(/本平台规定|《.+》.*第.+条/)
    }
  })
})

describe('a file of the folder', () => {
  it('takes the place of the shipped one; the others stay', async () => {
    const { catalog: own, own: files } = await cityOf({
      'roads.yaml': '- { id: court, name: 人民法院, tell: 请向人民法院起诉 }\n',
    })
    expect(own.roads).toEqual([{ id: 'court', name: '人民法院', tell: '请向人民法院起诉' }])
    expect(own.units).toEqual(catalog.units)
    expect([...files.keys()]).toEqual(['roads'])
  })

  it('may be JSON as well as YAML', async () => {
    const routes = [{ category: 'tax', unit: 'tax', why: '税务' }]
    expect((await cityOf({ 'routes.json': JSON.stringify(routes, null, 2) })).catalog.routes).toEqual([
      { ...routes[0], co: [] },
    ])
    expect((await cityOf({ 'routes.yml': '[]' })).catalog.routes).toEqual([])
  })

  it('need not say what is usual', async () => {
    const { catalog: own } = await cityOf({
      'city.yaml': 'city: 海州市\nareas: [{ name: 港区 }]\ndesk: { hours: 工作日, phone: "12345" }\n',
      'units.yaml': '[{ id: office, name: 市政府办公室, short: 政府办 }]',
      'categories.yaml': '[{ id: other, name: 其他, unit: office, words: {}, limits: general }]',
      'routes.yaml': '[]',
      'misconduct.yaml': '{ unit: office, words: [索贿] }',
    })
    expect(own).toMatchObject({ city: '海州市', otherwise: 'other', morning: '09:00', digestFrom: 4, people: [] })
  })

  it('the invented people and stewards are nobody in a city of its own', async () => {
    const { catalog: own } = await cityOf({ 'endings.yaml': '[]' })
    expect(own.people).toEqual([])
    expect(own.stewards).toEqual([])
    const people = '- { name: 周海, roles: [handler], units: ["*"] }\n'
    expect((await cityOf({ 'people.yaml': people })).catalog.people).toEqual([
      { name: '周海', roles: ['handler'], units: ['*'] },
    ])
  })
})

describe('words.yaml', () => {
  it('adds words, weighs them anew, and takes away those of weight 0', async () => {
    const { catalog: own } = await cityOf({
      'words.yaml': `categories: { arrears: { 尾巴款: 5, 货款: 1, 欠条: 0 } }
kinds: { complaint: { 真要命: 3 } }
asks: { 咋整: 2 }
tells: { 没法整: 2 }
danger: [锅炉爆]
harmless: [爆款]
misconduct: [吃空饷]
`,
    })
    const arrears = own.categories.find(({ id }) => id === 'arrears')?.words
    expect(arrears).toMatchObject({ 尾巴款: 5, 货款: 1, 工程款: 4 })
    expect(arrears).not.toHaveProperty('欠条')
    expect(own.kinds.find(({ kind }) => kind === 'complaint')?.words).toMatchObject({ 真要命: 3, 投诉: 3 })
    expect(own.cues.asks).toHaveProperty('咋整', 2)
    expect(own.cues.tells).toHaveProperty('没法整', 2)
    expect(own.danger).toEqual([...catalog.danger, '锅炉爆'])
    expect(own.harmless.at(-1)).toBe('爆款')
    expect(own.misconduct?.words.at(-1)).toBe('吃空饷')
  })
})

describe('holidays.yaml', () => {
  it('adds days to those published; of a day both speak of, its own word counts', async () => {
    const { holidays } = await cityOf({
      'holidays.yaml': '2026:\n  off: [2026-03-20]\n  work: [2026-10-01]\n',
    })
    const published = publishedHolidays()['2026']
    expect(holidays['2026']?.off).toContain('2026-03-20')
    expect(holidays['2026']?.off).not.toContain('2026-10-01')
    expect(holidays['2026']?.work).toEqual([...(published?.work ?? []), '2026-10-01'].sort())
    expect(holidays['2025']).toEqual(publishedHolidays()['2025'])
  })

  it('adds a year that this version does not know', async () => {
    const { holidays } = await cityOf({
      'holidays.yaml': '"2031":\n  off: [2031-01-01, 2031-05-01, 2031-10-01]\n  work: [2031-10-11]\n',
    })
    expect(holidays['2031']).toEqual({ off: ['2031-01-01', '2031-05-01', '2031-10-01'], work: ['2031-10-11'] })
  })
})
