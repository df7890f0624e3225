import { describe, expect, it } from 'vitest'
import { documentsFrom } from '../../knowledge/clean/index.ts'
import { factsLine, factsLines, reportOf } from '../../knowledge/report.ts'

const PAGE = `首页 > 通知公告
青禾市人社局关于招工补贴的通知
青人社发〔2025〕7号
第一条 为了规范招工。
第二条 本通知自2025年4月1日起施行，有效期至2025年12月31日。
青禾市人社局
2025年3月2日
责任编辑：某某`

const [described] = reportOf(
  documentsFrom('招工.txt', PAGE).map((one) => ({ ...one, owner: '就业科', review: '2025-06-01' })),
  [],
).documents

describe('what is reported of a document', () => {
  it('fits on a line: what was found in the text has a star', () => {
    expect(described && factsLine(described, '2026-01-01', 120)).toBe(
      '【已失效】  【就业科：逾期未复核】  2条 3段  2025-03-02*  青人社发〔2025〕7号*  青禾市*  有效2025-04-01*～2025-12-31* …',
    )
    expect(described && factsLine(described, undefined, 120)).toBe(
      '2条 3段  2025-03-02*  青人社发〔2025〕7号*  青禾市*  有效2025-04-01*～2025-12-31*  删去14字  青禾市人社局*',
    )
  })

  it('says what matters first where there is little room', () => {
    expect(described && factsLine(described, '2026-01-01', 50)).toBe('【已失效】  【就业科：逾期未复核】  2条 3段 …')
  })

  it('or on many: everything, with what was cut and why', () => {
    expect(described && factsLines(described, '2026-01-01')).toEqual([
      '招工.txt',
      '  标题：青禾市人社局关于招工补贴的通知',
      '  文号：青人社发〔2025〕7号（从正文认出）',
      '  发文机关：青禾市人社局（从正文认出）',
      '  日期：2025-03-02（从正文认出）',
      '  地区：青禾市（从正文认出）',
      '  生效：2025-04-01（从正文认出）',
      '  失效：2025-12-31（从正文认出）',
      '  维护人：就业科',
      '  复核日期：2025-06-01（已逾期）',
      expect.stringMatching(/内容：2 条，\d 段，\d+ 字/),
      '  删去：网页导航 7 字（首页 > 通知公告）',
      '  删去：编辑署名 7 字（责任编辑：某某）',
    ])
  })
})
