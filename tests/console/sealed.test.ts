import { beforeAll, describe, expect, it } from 'vitest'
import { showNumber } from '../../bot/appeal/reference.ts'
import { PAGES } from '../../bot/ports/overview.ts'
import { deadline, numberAt, type Story } from '../report/ledger.ts'
import { type Office, openOffice } from './world.ts'

const SECRETS = ['金丝雀之事', '金丝雀公司', '金丝雀', '13877778888', '91210200MA0CANARY1']
const told = {
  matter: `金丝雀之事：收了好处才给办`,
  enterprise: '云州市金丝雀公司',
  contact: '金丝雀',
  phone: '13877778888',
  uscc: '91210200MA0CANARY1',
  respondent: '某科室',
}
const due = { deadlines: [deadline('accept', '11-20')] }
/** Against the unit of 孙立; told in confidence; naming 赵强; and one that everybody may know. */
const stories: readonly Story[] = [
  { n: 1, on: '11-19', data: { kind: 'tip-off', against: ['market'], ...due }, told },
  { n: 2, on: '11-19', data: { confidential: true, ...due }, told },
  {
    n: 3,
    on: '11-19',
    data: { confidential: true, ...due },
    told: { ...told, matter: '督办赵强压着不批，金丝雀之事' },
  },
  { n: 4, on: '11-19', data: due, told: { matter: '路灯坏了' } },
]
const [AGAINST, CONFIDENTIAL, NAMING, PLAIN] = [1, 2, 3, 4].map((n) => showNumber(numberAt(n)))

let office: Office
beforeAll(async () => {
  office = await openOffice(stories)
})

/** All that he can be shown, in one text. */
async function allFor(name: string): Promise<string> {
  const browser = await office.enter(name)
  const shown: string[] = []
  for (const page of PAGES) shown.push((await browser.open(`/console/${page}?state=`)).html)
  for (const chart of ['trend', 'kinds', 'categories', 'rates'])
    shown.push(await (await browser.go(`/console/charts/${chart}.svg`)).text())
  await browser.open('/console/ledger?state=')
  shown.push(await (await browser.submit('/console/export', ['format', 'csv'])).text())
  for (const number of [AGAINST, CONFIDENTIAL, NAMING])
    shown.push((await browser.open(`/console/ledger?number=${number}`)).$('table').text())
  return shown.join('\n')
}

const count = async (name: string) => {
  const { $ } = await (await office.enter(name)).open('/console/ledger?state=')
  return Number(/\d+/u.exec($('h2').text())?.[0])
}

describe('what is sealed', () => {
  it.each(['周洋', '赵强', '李明', '孙立'])('stays so, whatever %s looks at', async (name) => {
    const all = await allFor(name)
    for (const secret of SECRETS) expect(all).not.toContain(secret)
    expect(all).toContain(PLAIN)
  })

  it.each([
    ['周洋', [AGAINST, CONFIDENTIAL, NAMING]],
    // Complained of is his own unit.
    ['孙立', [CONFIDENTIAL, NAMING]],
    // It is he who is named.
    ['赵强', [AGAINST, CONFIDENTIAL]],
  ])('is there for %s only as far as he need not keep away', async (name, known) => {
    const all = await allFor(name)
    for (const number of [AGAINST, CONFIDENTIAL, NAMING])
      expect([number, all.replaceAll(`value="${number}"`, '').includes(number ?? '')]).toEqual([
        number,
        known.includes(number),
      ])
    expect(await count(name)).toBe(known.length + 1)
  })

  it('is counted for nobody who must not know of it: no figure differs', async () => {
    const { $ } = await (await office.enter('孙立')).open('/console/today')
    const late = $('.figure.bad .value').text()
    expect(late).toBe('3 件')
    const rates = (await (await office.enter('孙立')).open('/console/rates')).$('.figure .value').first().text()
    expect(rates).toBe('3 件')
  })

  it('and what was erased is gone', async () => {
    const other = await openOffice(stories)
    await other.store.appeals.erase('p4', other.now())
    const { html } = await (await other.enter('周洋')).open('/console/ledger?state=')
    expect(html).not.toContain('路灯')
    expect(html).toContain('（个人信息已删除）')
  })
})
