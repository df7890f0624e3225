import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mask, maskEnterprise, maskName, maskPhone, maskTold } from '../../bot/appeal/redact.ts'
import { processorMs } from '../processor.ts'

describe('masking a text', () => {
  test.each([
    ['电话13900000000', '电话139****0000'],
    ['打139 0000 0001或者139-0000-0002', '打139 **** 0001或者139-****-0002'],
    ['１３９００００００００', '139****0000'],
    ['+8613900000000', '+861******0000'],
    ['多打一位的13900000001２', '多打一位的139*****0012'],
    ['座机0411-88880000、(024)88880000', '座机041*-******00、(024)******00'],
    ['电话:8888777', '电话:*****77'],
    ['客服400-800-1234', '客服400-***-**34'],
    ['身份证21010119900101123X', '身份证210*************3X'],
    ['卡号6222 0212 3456 7890 123', '卡号6222 **** **** ***0 123'],
    ['卡号6222021234567890', '卡号6222********7890'],
    ['代码91210200MA0000000X', '代码91************000X'],
    ['法人李明跑了', '法人李*跑了'],
    ['负责人：张小三 电话13900000000', '负责人：张** 电话139****0000'],
    ['老板叫王大，联系人是赵六的', '老板叫王*，联系人是赵*的'],
    ['打139.0000.0003或139/0000/0004', '打139.****.0003或139/****/0004'],
    ['一三九零零零零零零零五', '一三九****零零零五'],
    ['邮箱tang@example.com，微信号tang_ning88', '邮箱ta**@*******.***，微信号ta**_******'],
  ])('%s', (text, masked) => {
    expect(mask(text)).toBe(masked)
  })

  test.each([
    ['国务院令第802号，2024年5月1日起施行'],
    ['欠款38000000元，合同总价1,200,000.00元'],
    ['诉求编号QQ-7K3M-9XPF'],
    ['请打12345或110'],
    ['老板不给钱，负责人和法人都不在'],
    ['老板高兴得很，联系人方式没有'],
    ['李明欠我们钱'],
    ['老板马上就来，负责人严重失职，法人许可证没有'],
    [''],
  ])('leaves %s', (text) => {
    expect(mask(text)).toBe(text)
  })

  test('hides every occurrence, wherever it stands', () => {
    const secrets = fc.constantFrom(
      '13900000000',
      '139 1234 5678',
      '0411-88886666',
      '210101199001011234',
      '6222021234567890123',
    )
    const words = fc.constantFrom('，', '。', ' 电话 ', '找他', '\n', 'tel:', '（', '/')
    fc.assert(
      fc.property(fc.array(fc.tuple(words, secrets), { minLength: 1, maxLength: 20 }), (parts) => {
        const masked = mask(parts.flat().join(''))
        for (const [, secret] of parts) expect(masked).not.toContain(secret)
      }),
    )
  })

  test('takes any text, keeps its length, and takes time in proportion to it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        expect(mask(text)).toHaveLength(text.length)
      }),
    )
    const taken = processorMs(() => {
      for (const piece of ['1', '1 ', '0', '电话', '6222 ', 'A1', '139-']) mask(piece.repeat(20_000).slice(0, 20_000))
    })
    expect(taken).toBeLessThan(500)
  })
})

test.each([
  ['张三', '张*'],
  ['欧阳娜娜', '欧***'],
  ['王先生', '王先生'],
  ['张', '*'],
  ['', ''],
])('the name %j is shown as %j', (name, masked) => {
  expect(maskName(name)).toBe(masked)
})

test.each([
  ['13900000000', '139****0000'],
  ['0411-88880000', '041*-******00'],
  ['88880000', '******00'],
])('the phone %s is shown as %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked)
})

test.each([
  ['云州市腾达机械有限公司', '云州*****有限公司'],
  ['老王面馆', '老**馆'],
  ['腾达', '腾*'],
  ['', ''],
])('the enterprise %j is shown as %j', (name, masked) => {
  expect(maskEnterprise(name)).toBe(masked)
})

test('who writes in traditional characters is hidden as well, though his name is kept in simplified ones', () => {
  const told = { enterprise: '云州市骋达烘焙有限公司', contact: '欧阳骋', phone: '13900000000' }
  const text = '我叫歐陽騁，雲州市騁達烘焙有限公司的，騁達烘焙電話13900000000，歐陽騁簽的字，驗收了'
  expect(maskTold(text, told)).toBe('我叫歐**，雲州*****有限公司的，騁***電話139****0000，歐**簽的字，驗收了')
})

describe('an enterprise is hidden under the name it is called by at home, without its city', () => {
  test.each([
    ['云州鑫达机械厂', '我们鑫达机械厂和鑫达机械的工人', '我们鑫***厂和鑫***的工人'],
    ['云州市腾达机械有限公司', '腾达机械欠税', '腾***欠税'],
    ['云州鑫达机械厂', '云州鑫达机械厂在东湖区', '云州****厂在东湖区'],
  ])('%s: %s', (enterprise, text, masked) => {
    expect(maskTold(text, { enterprise })).toBe(masked)
  })

  test('what many do is no name', () => {
    expect(maskTold('道路物流科技补贴怎么领', { enterprise: '鑫达物流科技有限公司' })).toBe('道路物流科技补贴怎么领')
  })
})

test('one who introduces himself only later is masked as well, though nobody asked him his name', () => {
  const told = '我是云州市怀瑾物流有限公司的上官怀瑾，电话13900007303，在江北区。上官怀瑾等您回话'
  const masked = maskTold(told, undefined)
  for (const secret of ['怀瑾', '13900007303']) expect(masked).not.toContain(secret)
  expect(masked).toContain('江北区')
})

describe('whoever is to be called is masked, though nobody asked for his name', () => {
  test.each([
    ['我叫夹谷星河，运输证的事，打13900007303', '我叫夹***，运输证的事，打139****7303'],
    ['联系人换成我弟弟澹台灿然，微信13900007303', '联系人换成我弟弟澹***，微信139****7303'],
    ['找唐宁 139 0000 7303，唐宁管合同', '找唐* 139 **** 7303，唐*管合同'],
    ['13900007303 张小三', '139****7303 张**'],
  ])('%s', (text, masked) => {
    expect(maskTold(text, undefined)).toBe(masked)
  })

  test.each([
    ['我去找王科长，王科长电话没人接'],
    ['我是高新区的商户，我是方便面厂的工人'.slice(0, 9)],
    ['本人严重不满，联系人方式没有'],
    ['张伟在窗口说不给办'],
  ])('leaves %s', (text) => {
    expect(maskTold(text, undefined)).toBe(text)
  })
})

test('as long as his own firm is not known, a firm by its full name is hidden, but for the one he tells of', () => {
  const text = '我叫夹谷星河，云州朱雀丝绸有限公司，甲方云州大成置业有限公司欠我们钱'
  const masked = maskTold(text, { respondent: '云州大成置业有限公司', hidesFirms: true })
  expect(masked).toBe('我叫夹***，云州****有限公司，甲方云州大成置业有限公司欠我们钱')
  expect(maskTold('云州大成置业有限公司欠钱', { enterprise: '腾达机械厂', hidesFirms: false })).toContain('大成置业')
})
