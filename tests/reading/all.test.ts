import { describe, expect, test } from 'vitest'
import { catalog } from '../../bot/catalog/index.ts'
import { readAll } from '../../bot/dialogue/reading/index.ts'
import type { Slots } from '../../bot/model/slots.ts'

const TODAY = '2026-11-22'
const read = (text: string): Partial<Slots> => readAll(text, catalog, TODAY)

describe('a paragraph tells everything at once', () => {
  test.each<[string, Partial<Slots>]>([
    [
      '我叫李建国，云州市腾达机械有限公司的，被市第二人民医院拖欠工程款38万，从去年3月开始拖到现在，电话13900000000，高新区，希望尽快付款，不要告诉对方是我说的',
      {
        contact: '李建国',
        enterprise: '云州市腾达机械有限公司',
        respondent: '市第二人民医院',
        amountYuan: 380_000,
        since: '2025-03',
        phone: '13900000000',
        area: '高新技术产业开发区',
        wish: '希望尽快付款',
        confidential: true,
      },
    ],
    [
      '合同120万，付了80万，还欠40万，2024年5月交付的，甲方是云州城投集团',
      { amountYuan: 400_000, since: '2024-05', respondent: '云州城投集团', arrears: { deliveredOn: '2024-05' } },
    ],
    [
      '张三 13900000001 国企欠我们货款两年多了，天天说走流程',
      { contact: '张三', phone: '13900000001', since: '2024-11' },
    ],
    ['尾款12万拖了半年 怎么要回来', { amountYuan: 120_000, since: '2026-05' }],
    ['8个月没结账，学校食堂欠我们菜钱', { since: '2026-03', respondent: '学校食堂' }],
    [
      '我们公司叫腾达机械，联系人：王芳，座机0411-88880000',
      { enterprise: '腾达机械', contact: '王芳', phone: '0411-88880000' },
    ],
    ['我要举报江北区税务所的人暗示我给红包', { kind: 'tip-off', respondent: '江北区税务所', area: '江北区' }],
    ['投诉云州市宏图建设有限公司拖欠工程款', { respondent: '云州市宏图建设有限公司' }],
    [
      '云州市腾达机械有限公司，被市住建局拖欠38万',
      { enterprise: '云州市腾达机械有限公司', respondent: '市住建局', amountYuan: 380_000 },
    ],
    [
      '我是老王面馆的老板，镇政府欠我家饭店饭钱5万多',
      { enterprise: '老王面馆', respondent: '镇政府', amountYuan: 50_000 },
    ],
    [
      '实名举报江北区某印染厂夜里排污',
      { kind: 'tip-off', respondent: '江北区某印染厂', area: '江北区', confidential: false },
    ],
    ['联系我139 0000 0000，对方电话13800000000', { phone: '13900000000' }],
    [
      '姓名：张三\n电话：13900000000\n单位：云州市腾达机械有限公司\n地址：江北区\n被投诉单位：云州市宏图建设有限公司\n金额：38万元\n时间：2024年5月拖到现在\n诉求：尽快付款\n是否保密：是',
      {
        contact: '张三',
        phone: '13900000000',
        enterprise: '云州市腾达机械有限公司',
        area: '江北区',
        respondent: '云州市宏图建设有限公司',
        amountYuan: 380_000,
        since: '2024-05',
        wish: '尽快付款',
        confidential: true,
      },
    ],
    ['住建局拖欠我们公司工程款 300万 两年', { respondent: '住建局', amountYuan: 3_000_000, since: '2024-11' }],
    ['欠款380000', { amountYuan: 380_000 }],
    ['欠款￥380,000.00', { amountYuan: 380_000 }],
    ['3月份交的货，钱到现在没给', { since: '2026-03', arrears: { deliveredOn: '2026-03' } }],
    [
      '本人张伟，2023年10月8日交的货，货款没结',
      { contact: '张伟', since: '2023-10-08', arrears: { deliveredOn: '2023-10-08' } },
    ],
    ['大禹公司欠我们货款38万', { respondent: '大禹公司', amountYuan: 380_000 }],
    ['消防检查天天来我们厂', { respondent: '消防' }],
    ['城管乱罚款我们店', { respondent: '城管' }],
    ['我要投诉城管乱罚款我们店', { kind: 'complaint', respondent: '城管' }],
    ['市场监管局乱罚款我们5000块', { respondent: '市场监管局' }],
    ['江北区税务局一直不给退税', { respondent: '江北区税务局', area: '江北区' }],
    ['供电所老是停电', { respondent: '供电所' }],
    ['银行把我们账户冻结了', { respondent: '银行' }],
    ['三年前开始欠我们38万', { since: '2023', amountYuan: 380_000 }],
    ['云州大禹建设集团今年3月起欠我们38万', { respondent: '云州大禹建设集团', since: '2026-03', amountYuan: 380_000 }],
    ['从去年5月开始大禹公司欠我们货款', { respondent: '大禹公司', since: '2025-05' }],
    ['12月5日大禹公司欠了我们8万', { respondent: '大禹公司', since: '2025-12-05', amountYuan: 80_000 }],
    ['第一拖拉机厂欠我们货款', { respondent: '第一拖拉机厂' }],
    ['我公司在经开区叫大力铸造厂', { enterprise: '大力铸造厂', area: '经济技术开发区' }],
    ['我们是高新区的云州市腾飞机械有限公司', { enterprise: '云州市腾飞机械有限公司', area: '高新技术产业开发区' }],
    ['甲方欠我们货款38万一直不给', { amountYuan: 380_000 }],
    ['大禹建设欠我们20万两年没给', { respondent: '大禹建设', amountYuan: 200_000, since: '2024-11' }],
    ['大禹公司欠我38万三年了', { respondent: '大禹公司', amountYuan: 380_000, since: '2023-11' }],
    ['欠我们38万2024年5月交的货', { amountYuan: 380_000, since: '2024-05', arrears: { deliveredOn: '2024-05' } }],
    ['欠款人民币壹佰贰拾万元整', { amountYuan: 1_200_000 }],
    ['欠我们叁拾捌万伍仟元', { amountYuan: 385_000 }],
    ['尾款陆萬圓没付', { amountYuan: 60_000 }],
    ['货款三万五没付', { amountYuan: 35_000 }],
    ['欠我们38万人民币', { amountYuan: 380_000 }],
    ['13900001234 李明', { contact: '李明', phone: '13900001234' }],
    ['13900001234 江北', { phone: '13900001234', area: '江北区' }],
    ['我姓李13900001234', { contact: '李先生/女士', phone: '13900001234' }],
    ['老李 13900001234', { contact: '老李', phone: '13900001234' }],
    ['我姓陈电话幺三九零零零零一二三四', { contact: '陈先生/女士', phone: '13900001234' }],
    ['我电话是一三九零零零零一二三四', { phone: '13900001234' }],
    ['我要求助，希望尽快办好', { kind: 'help', wish: '希望尽快办好' }],
    ['希望还钱，求保密', { wish: '希望还钱', confidential: true }],
    ['还钱！！！别让他们知道是我', { confidential: true }],
  ])('%s', (text, told) => {
    expect(read(text)).toEqual(told)
  })
})

test.each([
  '姓名:张三;电话:13900000000,江北区!大禹公司欠我们38万,求保密!',
  '我叫李明(13900001234),甲方:大禹集团,欠我们1.2亿元,2024-05-03起!',
])('half and full width read alike: %s', (half) => {
  const full = half.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
  expect(Object.keys(read(half)).length).toBeGreaterThan(3)
  expect(read(full)).toEqual(read(half))
})

describe('what could be read in two ways is left to be asked', () => {
  test.each([
    ['外地公安冻结了我们公司账户', 'our firm is not named, nor is theirs'],
    ['合同期三年，30天内付款', 'a term is not since when'],
    ['卖了一瓶过期饮料罚我五万', 'a fine is not what is owed'],
    ['要求我们交5万块保证金', 'a deposit is not owed, and this is no wish'],
    ['请问2024年5月的政策还有效吗', 'a policy’s date'],
    ['能保密吗', 'to ask whether is not to ask for'],
    ['我是做家具的，没订单了', 'a trade is not a name'],
    ['甲方不给钱', 'nobody is named'],
    ['我们是一家去年刚开的服装厂', 'a description is not a name'],
    ['办许可证三个月了还没批', 'no debt: since when is not asked'],
    ['涉及商业秘密的合同能要求对方承担保密义务吗', 'a duty of secrecy is another matter'],
    ['向315投诉后没人管', 'a complaint made elsewhere'],
    ['高一198班换老师', 'a class is no telephone'],
    ['欠款20220301', 'a day, not twenty million'],
    ['怎么投诉', 'asking how is not doing it'],
    ['厂里招了3万人，产量5万吨', 'not money'],
    ['货款20万美元没付', 'not yuan'],
    ['13900000000和13800000000都打不通', 'whose are they?'],
    ['身份证210101199001011234', 'an identity number is no credit code and no phone'],
    ['欠货款不给我们', 'what is owed is nobody'],
    ['我们公司欠银行贷款', 'our own debt'],
    ['你好', 'nothing'],
    ['', 'nothing'],
  ])('%s: %s', (text) => {
    expect(read(text)).toEqual({})
  })

  test('two districts are none', () => {
    expect(read('江北区和东湖区都有店').area).toBeUndefined()
  })

  test('a word behind a phone that begins like a surname is no name', () => {
    expect(read('13900001234 金额').contact).toBeUndefined()
  })

  test('a company we sold to is not ours', () => {
    expect(read('货卖给云州市宏图建设有限公司，钱一直没付').enterprise).toBeUndefined()
  })

  test('the matter itself is not cut out of the paragraph here', () => {
    expect(read('市二院欠我们货款38w').matter).toBeUndefined()
  })
})
