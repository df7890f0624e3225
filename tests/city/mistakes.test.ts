import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mistakesOf, withFolder } from './folder.ts'

const UNIT = '- { id: industry, name: 市工信局, short: 工信局 }\n'
const PROFILE = `silence: { name: silence, length: 5, unit: working-day, basis: 本平台承诺 }
profiles:
  - id: general
    name: 一般
    limits:
`
const LIMIT = (more: string) => `      - { name: accept, length: 1, unit: working-day, basis: 本平台承诺${more} }\n`

/** So that limits of one profile do for a city. */
const ONE_CATEGORY = {
  'categories.yaml': '[{ id: other, name: 其他, unit: office, words: {}, limits: general }]',
  'routes.yaml': '[]',
}

/** A file, and what is said of it: every mistake with its line. */
const broken: readonly (readonly [what: string, file: string, text: string, says: readonly string[]])[] = [
  [
    'a slip of YAML',
    'people.yaml',
    '- name: 王芳\n  roles: [clerk\n- name: 陈刚\n',
    [
      'people.yaml:3: is no YAML or JSON here (Flow sequence in block collection must be sufficiently indented and end with a ]): mend it',
    ],
  ],
  [
    'a key twice',
    'city.yaml',
    'city: 云州市\ncity: 海州市\nareas: []\n',
    ['city.yaml:2: a key stands here a second time: mend it'],
  ],
  ['an empty file', 'units.yaml', '', ['units.yaml:1: the file is empty: it has to be a list']],
  ['only comments', 'routes.yaml', '# none yet\n', ['routes.yaml:1: the file is empty: it has to be a list']],
  [
    'keys where a list belongs',
    'units.yaml',
    'industry: 工信局\n',
    ['units.yaml:1: the file is keys with values: it has to be a list'],
  ],
  [
    'a wrong key',
    'people.yaml',
    '- name: 王芳\n  roles: [clerk]\n  unit: [industry]\n',
    ['people.yaml:3: there is no key unit here: did you mean units?'],
  ],
  [
    'a key nobody can have meant',
    'people.yaml',
    '- name: 王芳\n  roles: [clerk]\n  birthday: 1990-01-01\n',
    ['people.yaml:3: there is no key birthday here: there are name, roles, units'],
  ],
  [
    'a missing key',
    'people.yaml',
    '- name: 王芳\n  roles: [clerk]\n- name: 陈刚\n',
    ['people.yaml:3: roles is missing'],
  ],
  [
    'a wrong type',
    'people.yaml',
    '- name: 12345\n  roles: clerk\n',
    ['people.yaml:1: name is 12345: it has to be text', 'people.yaml:2: roles is "clerk": it has to be a list'],
  ],
  [
    'a word that is none of those there are',
    'people.yaml',
    '- name: 王芳\n  roles:\n    - clark\n',
    ['people.yaml:3: roles #1 is "clark": did you mean clerk?'],
  ],
  [
    'a handler without a unit',
    'people.yaml',
    '- name: 王芳\n  roles: [clerk]\n- name: 陈刚\n  roles: [handler]\n',
    ['people.yaml:3: 陈刚 is a handler without a unit: give units, or "*" for all'],
  ],
  [
    'a unit that is not there',
    'people.yaml',
    '- name: 陈刚\n  roles: [handler]\n  units: [industri]\n',
    ['people.yaml:3: there is no unit industri: did you mean industry?'],
  ],
  [
    'two people of one name',
    'people.yaml',
    '- { name: 王芳, roles: [clerk] }\n- { name: 王芳, roles: [leader] }\n',
    ['people.yaml:2: the name 王芳 stands here a second time: give each its own'],
  ],
  [
    'an id that is none',
    'templates.yaml',
    '- { id: Paid, name: 已付, for: reply, text: 已付清。 }\n',
    ['templates.yaml:1: id is "Paid": it has to be small letters, digits and dashes, a letter first'],
  ],
  [
    'an id twice',
    'templates.yaml',
    '- { id: paid, name: 已付, for: reply, text: 已付清。 }\n- id: paid\n  name: 付清\n  for: reply\n  text: 付清了。\n',
    ['templates.yaml:2: the id paid stands here a second time: give each its own'],
  ],
  [
    'a blank that is never closed',
    'templates.yaml',
    '- id: paid\n  name: 已付\n  for: conclude\n  text: 请于{日期前核对。\n',
    ['templates.yaml:4: text has a { that is never closed: write {日期}, not "{日期前核对。"'],
  ],
  [
    'a blank that was never opened',
    'templates.yaml',
    '- { id: paid, name: 已付, for: conclude, text: "请于日期}前核对。" }\n',
    ['templates.yaml:1: text has a } that was never opened: write {日期}'],
  ],
  [
    'a blank without a name',
    'templates.yaml',
    '- { id: paid, name: 已付, for: conclude, text: "请于{}前核对。" }\n',
    ['templates.yaml:1: text has a blank {} without a name: write what goes there, as in {日期}'],
  ],
  [
    'what a template is for',
    'templates.yaml',
    '- { id: paid, name: 已付, for: replay, text: 已付清。 }\n',
    ['templates.yaml:1: for is "replay": did you mean reply?'],
  ],
  [
    'a route that leads nowhere',
    'routes.yaml',
    '- category: arears\n  area: 高新区\n  unit: industry\n  co: [treasury, polic]\n  why: 派单目录\n',
    [
      'routes.yaml:1: there is no category arears: did you mean arrears?',
      'routes.yaml:2: there is no area 高新区: there are 云山区, 江北区, 东湖区, 西河区, 平安县, 青岭县, 清溪市, 高新技术产业开发区, 经济技术开发区',
      'routes.yaml:4: there is no unit polic: did you mean police?',
    ],
  ],
  [
    'a route that fits everything, and its own lead unit along',
    'routes.yaml',
    '- unit: industry\n  co: [industry]\n  why: 派单目录\n',
    [
      'routes.yaml:1: fits every appeal: name a category, a kind, an area or words',
      'routes.yaml:2: co has the lead unit industry in it: leave it out',
    ],
  ],
  [
    'a steward of nowhere',
    'stewards.yaml',
    '- { area: 云山, name: 林悦, phone: 12345转8001 }\n',
    ['stewards.yaml:1: there is no area 云山: did you mean 云山区?'],
  ],
  [
    'misconduct that goes to nobody',
    'misconduct.yaml',
    'unit: diciplin\nwords: [索贿]\n',
    ['misconduct.yaml:1: there is no unit diciplin: did you mean discipline?'],
  ],
  [
    'a deadline twice',
    'limits.yaml',
    PROFILE + LIMIT('') + LIMIT(''),
    ['limits.yaml:7: in the profile general the deadline accept stands here a second time: give each its own'],
  ],
  [
    'limits that contradict themselves',
    'limits.yaml',
    PROFILE +
      LIMIT(', warn: { length: 2, unit: working-day }, extendable: { to: 1 }') +
      LIMIT(', after: transfer').replace('accept', 'result'),
    [
      'limits.yaml:6: accept is warned of 2 before, and is only 1 long: warn later',
      'limits.yaml:7: result begins after transfer, which does not stand before it: put it there, or leave after out',
    ],
  ],
  [
    'limits nobody can live to see, whose days would be counted one by one',
    'limits.yaml',
    PROFILE +
      LIMIT('').replace('length: 1', 'length: 1000000000') +
      LIMIT(', extendable: { to: 99999 }').replace('accept', 'result'),
    [
      'limits.yaml:6: accept is 1000000000 long: at most 2500, which is about ten years',
      'limits.yaml:7: result is 99999 long: at most 2500, which is about ten years',
    ],
  ],
  [
    'limits in the wrong place',
    'limits.yaml',
    `silence: { name: info, length: 5, unit: working-day, basis: 本平台承诺 }
common: [{ name: accept, length: 5, unit: working-day, basis: 本平台承诺 }]
profiles:
  - id: general
    name: 一般
    limits:
${LIMIT('').replace('accept', 'review')}`,
    [
      'limits.yaml:1: info has no place in silence: there is silence',
      'limits.yaml:2: accept has no place in common: there are acknowledge, object, result, info, review, reopen',
      'limits.yaml:7: review has no place in profiles: there are accept, transfer, result',
    ],
  ],
  [
    'a limit that may be extended to less than it has',
    'limits.yaml',
    PROFILE + LIMIT(', extendable: { to: 1 }'),
    ['limits.yaml:6: accept may be extended to 1, and is 1 already: give more'],
  ],
  [
    'a limit in no unit of time, of no length, extended neither by nor to',
    'limits.yaml',
    `${PROFILE}      - name: accept\n        length: 0\n        unit: days\n        basis: 本平台承诺\n        extendable: { up: 3 }\n`,
    [
      'limits.yaml:7: profiles #1 limits #1 length is 0: it has to be more than 0',
      'limits.yaml:8: profiles #1 limits #1 unit is "days": there are hour, working-day, calendar-day, month',
      'limits.yaml:10: profiles #1 limits #1 extendable does not fit: it takes by: NUMBER or to: NUMBER',
    ],
  ],
  [
    'a pattern that is none',
    'danger.yaml',
    'words:\n  - 着火\n  - "着火(了"\nharmless: ["火灾(?:险|", "a?"]\n',
    [
      'danger.yaml:3: "着火(了" is no regular expression (/着火(了/: Unterminated group): mend it, or put a \\ before a sign that is meant as such',
      'danger.yaml:4: "火灾(?:险|" is no regular expression (/火灾(?:险|/: Unterminated group): mend it, or put a \\ before a sign that is meant as such',
      'danger.yaml:4: "a?" fits every text: say what has to stand there',
    ],
  ],
  [
    'a pattern that would not stand beside others, and none at all',
    'words.yaml',
    'danger: ["(?<what>火)灾", "(着)\\\\1", "(?<!恐)怕"]\n',
    [
      'words.yaml:1: "(?<what>火)灾" names a group, or refers to one: write it without',
      'words.yaml:1: "(着)\\1" names a group, or refers to one: write it without',
    ],
  ],
  [
    'danger of nothing',
    'danger.yaml',
    'words: []\nharmless: []\n',
    ['danger.yaml:1: words is empty: give at least one pattern'],
  ],
  [
    'a morning in the quiet hours',
    'city.yaml',
    `city: 海州市
areas: [{ name: 云山区 }, { name: 江北区 }, { name: 东湖区 }, { name: 高新技术产业开发区 }, { name: 经济技术开发区 }, { name: 清溪市 }]
desk: { hours: 工作日, phone: "12345" }
quiet: { from: "20:00", to: "09:00" }
morning: "08:00"
`,
    ['city.yaml:5: morning is 08:00, in the quiet hours from 20:00 to 09:00: reminders need a time outside'],
  ],
  [
    'quiet hours without an end, and a morning inside them',
    'city.yaml',
    'city: 海州市\nareas: []\ndesk: { hours: 工作日, phone: "12345" }\nquiet: { from: "20:00", to: "9:00" }\n',
    ['city.yaml:4: quiet to is "9:00": it has to be a time such as 08:30, in quotes'],
  ],
  [
    'holidays of another year, twice over, and of half a year',
    'holidays.yaml',
    '"2026":\n  off: [2027-01-01, 2026-03-03]\n  work: [2026-03-03]\n"2031":\n  off: [2031-01-01]\n  work: []\n',
    [
      'holidays.yaml:2: 2027-01-01 is no day of 2026: put it under its year',
      'holidays.yaml:3: 2026-03-03 is a day off as well: leave it in one of the two',
      'holidays.yaml:5: 2031 is not known to this version, so give its whole arrangement: 2031-05-01 is not among the days off',
      'holidays.yaml:5: 2031 is not known to this version, so give its whole arrangement: 2031-10-01 is not among the days off',
    ],
  ],
  [
    'days that are none',
    'holidays.yaml',
    '2026:\n  off: [2026-2-30]\n  work: []\n27:\n  off: []\n  work: []\n',
    [
      'holidays.yaml:2: 2026 off #1 is "2026-2-30": it has to be a date such as 2027-02-06',
      'holidays.yaml:4: 27 is no key for this: a year such as 2027',
    ],
  ],
  [
    'words of nothing',
    'words.yaml',
    'categories:\n  arears: { 尾款: 4 }\nkinds:\n  complant: { 不退: 2 }\nasks: { 请问: "3" }\ndanger: ["("]\n',
    [
      'words.yaml:4: there is no key complant here: did you mean complaint?',
      'words.yaml:5: asks 请问 is "3": it has to be a number',
    ],
  ],
  [
    'words for a category that is not there',
    'words.yaml',
    'categories:\n  arears: { 尾款: 4 }\ndanger: ["("]\n',
    [
      'words.yaml:2: there is no category arears: did you mean arrears?',
      'words.yaml:3: "(" is no regular expression (/(/: Unterminated group): mend it, or put a \\ before a sign that is meant as such',
    ],
  ],
]

describe('a mistake in a city', () => {
  it.each(broken)('%s is told with its line', async (_what, file, text, says) => {
    const told = await mistakesOf({ ...(file === 'limits.yaml' && ONE_CATEGORY), [file]: text })
    expect(told).toEqual(says)
  })

  it('in JSON is told with its line too', async () => {
    const [told] = await mistakesOf({ 'people.json': '[\n  { "name": "王芳", "roles": ["clerk"] \n' })
    expect(told).toMatch(/^people\.json:\d: is no YAML or JSON here \(.*\): mend it$/)
    const text = '[\n\t{ "name": "王芳", "roles": ["clerk"] },\n\t{ "name": "陈刚", "role": ["leader"] }\n]\n'
    expect(await mistakesOf({ 'people.json': text })).toEqual([
      'people.json:3: roles is missing',
      'people.json:3: there is no key role here: did you mean roles?',
    ])
  })

  it('all of them are told at once, file by file and line by line', async () => {
    expect(
      await mistakesOf({
        'templates.yaml': '- { id: paid, name: 已付, for: reply, text: "在{" }\n',
        'people.yaml': '- name: 陈刚\n  roles: [handler]\n- name: 王芳\n  roles: [clerc]\n',
        'stewards.yml': '- { area: 东海区, name: 林悦, phone: 12345转1 }\n',
        'route.yaml': '[]\n',
      }),
    ).toEqual([
      'people.yaml:4: roles #1 is "clerc": did you mean clerk?',
      'route.yaml: is no file of a city: did you mean routes.yaml?',
      'stewards.yml:1: there is no area 东海区: did you mean 东湖区?',
      'templates.yaml:1: text has a { that is never closed: write {日期}, not "{"',
    ])
  })

  it('what speaks of a file that is broken itself is not blamed', async () => {
    expect(
      await mistakesOf({
        'units.yaml': '- id: ours\n',
        'people.yaml': '- { name: 陈刚, roles: [handler], units: [ours] }\n',
      }),
    ).toEqual(['units.yaml:1: name is missing', 'units.yaml:1: short is missing'])
  })

  it('units without what the shipped files need say what to do', async () => {
    const told = await mistakesOf({ 'units.yaml': UNIT })
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(
      /^units\.yaml:1: lacks unit services, .*tax, .*, of which the shipped files speak: keep that, or put your own categories\.yaml and routes\.yaml and misconduct\.yaml beside it$/,
    )
    expect(told[0]).not.toContain('industry')
  })
})

describe('what stands in the folder', () => {
  it.each([
    ['unit.yaml', 'unit.yaml: is no file of a city: did you mean units.yaml?'],
    ['units.toml', 'units.toml: is no file of a city: did you mean units.yaml?'],
    ['people.json5', 'people.json5: is no file of a city: did you mean people.yaml?'],
    ['budget.xlsx', /^budget\.xlsx: is no file of a city: there are city, units, people, .* each \.yaml or \.json/],
  ])('%s is nobody knows what', async (name, says) => {
    const [told] = await mistakesOf({ [name]: '[]' })
    if (typeof says === 'string') expect(told).toBe(says)
    else expect(told).toMatch(says)
  })

  it('may have notes and hidden files', async () => {
    expect(await mistakesOf({ 'README.md': 'x', 'notes.txt': 'x', '.gitignore': 'x' })).toEqual([])
  })

  it('what is no file is not waited for', async () => {
    const { loadCity } = await import('../../bot/commands/city/load.ts')
    await withFolder({}, async (folder) => {
      await symlink('/dev/null', join(folder, 'routes.yaml'))
      await expect(loadCity(folder)).rejects.toThrow('routes.yaml: is no file: a file belongs there')
    })
  })

  it('a file in two forms is one too many', async () => {
    expect(await mistakesOf({ 'routes.yaml': '[]', 'routes.json': '[]' })).toEqual([
      'routes.json: is there more than once (routes.json, routes.yaml): keep one of them',
      'routes.yaml: is there more than once (routes.json, routes.yaml): keep one of them',
    ])
  })

  it('text has to be UTF-8; a mark at its head does no harm', async () => {
    expect(await mistakesOf({ 'routes.yaml': Buffer.from([0x2d, 0x20, 0xc4, 0xe3, 0xba, 0xc3]) })).toEqual([
      'routes.yaml: is not written in UTF-8: save it as UTF-8',
    ])
    expect(await mistakesOf({ 'routes.json': '\ufeff[]' })).toEqual([])
  })

  it('a folder that is not there is said, with what to do', async () => {
    const { loadCity } = await import('../../bot/commands/city/load.ts')
    await expect(loadCity('/nowhere/city')).rejects.toThrow(
      'cannot read the city: /nowhere/city: there is no such folder; give the folder of its files (city init makes one)',
    )
    await expect(loadCity(import.meta.filename)).rejects.toThrow('it is no folder')
  })

  it('a file that would grow without end is refused', async () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x]']
    for (const [one, next] of [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
      ['d', 'e'],
    ]) {
      lines.push(`${next}: &${next} [${Array.from({ length: 9 }, () => `*${one}`).join(', ')}]`)
    }
    expect(await mistakesOf({ 'words.yaml': lines.join('\n') })).toEqual([
      'words.yaml: Excessive alias count indicates a resource exhaustion attack: write it out',
    ])
  })
})
