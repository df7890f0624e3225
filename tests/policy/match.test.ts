import { describe, expect, test } from 'vitest'
import { catalog } from '../../bot/catalog/index.ts'
import type { Profile } from '../../bot/model/person.ts'
import type { PushedDocument } from '../../bot/model/pushed-document.ts'
import { fitOf } from '../../bot/policy/match.ts'

const profile = (part: Partial<Profile> = {}): Profile => ({
  tags: [],
  topics: [],
  home: { channel: 'terminal', chat: '企业·甲' },
  at: '2026-11-23T02:00:00.000Z',
  ...part,
})
const document = (title: string, part: Partial<PushedDocument> = {}): PushedDocument => ({
  path: 'x.md',
  title,
  topics: [],
  change: 'new',
  ...part,
})
const fitting = (of: Partial<Profile>, title: string, part: Partial<PushedDocument> = {}) =>
  fitOf(profile(of), document(title, part), catalog)

describe('whom a document concerns', () => {
  test('one who asked for its topic, and it says so', () => {
    expect(fitting({ topics: ['补贴', '融资'] }, '稳岗补贴办法')).toEqual({ topics: ['补贴'], tags: [] })
    expect(fitting({ topics: ['补助'] }, '稳岗办法', { topics: ['补助'] })).toMatchObject({ topics: ['补助'] })
    expect(fitting({ topics: ['融资'] }, '稳岗补贴办法')).toBeNull()
  })

  test('one who has the title it is for', () => {
    expect(fitting({ tags: ['专精特新'] }, '专精特新企业奖励办法')).toMatchObject({ tags: ['专精特新'] })
    expect(fitting({ tags: ['高新技术企业'] }, '专精特新企业奖励办法')).toBeNull()
  })

  test('one of its industry, however the industry was put', () => {
    for (const industry of ['软件', '软件业', '软件和信息技术', '互联网、软件'])
      expect(fitting({ industry }, '支持软件企业发展的若干措施')).toMatchObject({ industry })
    expect(fitting({ industry: '制造业' }, '支持软件产业发展的若干措施')).toBeNull()
    expect(fitting({ industry: '服务' }, '政务服务大厅办事指南')).toBeNull()
  })

  test('a small one, where it is for the small', () => {
    expect(fitting({ size: 'micro' }, '小微企业贷款贴息办法')).toMatchObject({ size: true })
    expect(fitting({ size: 'large' }, '小微企业贷款贴息办法')).toBeNull()
    expect(fitting({}, '小微企业贷款贴息办法')).toBeNull()
  })

  test('not one of another district, and one who did not name his is not guessed to be in it', () => {
    const of = { topics: ['补贴'] }
    expect(fitting({ ...of, area: '江北区' }, '江北区稳岗补贴办法')).toMatchObject({ area: '江北区' })
    expect(fitting({ ...of, area: '东湖区' }, '江北区稳岗补贴办法')).toBeNull()
    expect(fitting(of, '稳岗补贴办法', { region: '云州市江北区' })).toBeNull()
    expect(fitting({ ...of, area: '东湖区' }, '稳岗补贴办法', { region: '全国' })).not.toBeNull()
  })

  test('a district’s short name inside another word is no district', () => {
    expect(fitting({ tags: ['高新技术企业'], area: '东湖区' }, '高新技术企业认定奖励')).not.toBeNull()
    expect(fitting({ tags: ['高新技术企业'], area: '东湖区' }, '高新区高新技术企业认定奖励')).toBeNull()
  })

  test('nobody who said nothing', () => {
    expect(fitting({ area: '江北区' }, '江北区稳岗补贴办法')).toBeNull()
  })
})
