import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldRare } from '../../knowledge/text/fold.ts'
import { normalize, simplify } from '../../knowledge/text/normalize.ts'

/** Text of every kind that the quick road and the slow road must agree on. */
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0x3400, max: 0x9fff }).map((code) => String.fromCharCode(code)) }),
  fc.string({
    unit: fc.constantFrom(
      ...'第十二条一百零三日〔］“」ＡｂＣ㈠①％…℃Σσ한가́薴乾坤後於着沈二噁英么麼。, 之个工作年月分万元点1,000号(2023)',
    ),
    maxLength: 40,
  }),
)

describe('the form in which texts are compared', () => {
  it.each([
    ['第十二条', '第12条'],
    ['第二十五条之一', '第25条之1'],
    ['国发〔２０２３〕５号', '国发[2023]5号'],
    ['国发(2023)第5号', '国发【2023】5号'],
    ['二〇二三年', '2023年'],
    ['百分之十二点五', '12.5%'],
    ['千分之三', '3‰'],
    ['三十个工作日', '30个工作日'],
    ['六个月', '6个月'],
    ['五万元', '5万元'],
    ['1,000,000元', '1000000元'],
    ['「企業發展」', '“企业发展”'],
    ['ＡＢＣ％', 'abc%'],
  ])('%s = %s', (one, other) => expect(normalize(one)).toBe(normalize(other)))

  it.each(['统一一般三农十分', '一次性补贴', '第一书记', '百分之百胜餐厅', '三、办理流程', '(2023)京0101号第5号附件'])(
    'characters that only look like numbers stay: %s',
    (text) => expect(normalize(text)).not.toMatch(/(?<!\d)[1-9](?![\d)])(?!号)/),
  )

  it('changes nothing the second time, and keeps lines', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = normalize(text)
        expect(normalize(once)).toBe(once)
        expect(once.split('\n')).toHaveLength(text.split('\n').length)
      }),
      { numRuns: 1000 },
    )
  })

  it('is what the slow road makes of it, character by character or not', () => {
    const plain = fc.string({
      unit: fc.constantFrom(...'ＡｂΣσ한가각́̈…℃㎡①㈠〔」｛～－，。 　ﬁÀé後沈㍿ⅷ'),
      maxLength: 20,
    })
    fc.assert(
      fc.property(plain, (text) => {
        expect(normalize(text)).toBe(foldRare(simplify(foldRare(text))))
      }),
      { numRuns: 1000 },
    )
  })

  it('simplifies words, not only characters', () => {
    expect(simplify('乾坤已定，乾淨了；顯著的著作')).toBe('乾坤已定，干净了；显著的著作')
  })
})
