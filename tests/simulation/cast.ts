import type { AppealState } from '../../bot/model/appeal.ts'

/** Everybody who takes part, each with what must not be seen of him by others. All invented. */
export interface Enterprise {
  readonly chat: string
  readonly told: string
  /** Whatever of this stands in a message, it tells who he is. */
  readonly secrets: readonly string[]
}

const ENTERPRISES = [
  ['甲', '欧阳锦添', '13900007101', '云州市锦添烘焙有限公司', '110101199001017101'],
  ['乙', '司徒若愚', '13900007202', '云州市若愚机械有限公司', '110101199001017202'],
  ['丙', '上官怀瑾', '13900007303', '云州市怀瑾物流有限公司', '110101199001017303'],
] as const

export const enterprises: readonly Enterprise[] = ENTERPRISES.map(([who, contact, phone, enterprise, id]) => ({
  chat: `企业·${who}`,
  told: `我是${enterprise}的${contact}，电话${phone}，身份证${id}，在江北区`,
  secrets: [contact, phone, enterprise, id],
}))

/** What befell them; the second is a tip-off, against a unit that must not hear of it. */
export const TROUBLES = [
  '云州市大禹建设集团从今年3月起拖欠我们货款38万元，要求尽快付清，不用保密',
  '我要举报市市场监督管理局的检查人员索要好处费两次，请保密',
  '我们车间门口的路断了一个月，货车进不来，影响生产，希望尽快修好，不用保密',
  '税务局办发票增量跑了三趟都没办成，希望帮忙解决，不用保密',
] as const

export const STAFF = {
  王芳: '受理员·王芳',
  李静: '受理员·李静',
  陈刚: '承办@industry·陈刚',
  刘敏: '承办@market·刘敏',
  孙洁: '承办@discipline·孙洁',
  赵强: '督办·赵强',
  周岚: '领导·周岚',
  何平: '管理员·何平',
} as const
export type StaffName = keyof typeof STAFF

type Next = readonly (readonly [StaffName | 'handler' | 'owner', string])[]

/** What usually comes next, so that a play gets beyond its beginnings. `handler` is whoever works for the unit it is with. */
export const NEXT: Readonly<Partial<Record<AppealState, Next>>> = {
  registered: [
    ['王芳', '受理 #'],
    ['李静', '派单 # 工信局'],
    ['王芳', '派单 # 市监局'],
    ['王芳', '不予受理 #'],
    ['李静', '批准 #'],
    ['王芳', '补正 # 请补充合同'],
  ],
  accepted: [
    ['owner', '撤回 #'],
    ['王芳', '派单 # 工信局'],
    ['李静', '派单 # 市监局 协办 工信局'],
    ['王芳', '派单 # 纪委'],
    ['李静', '转送 # 法院'],
  ],
  returned: [
    ['王芳', '派单 # 工信局'],
    ['赵强', '派单 # 市监局'],
  ],
  dispatched: [
    ['handler', '签收 #'],
    ['handler', '签收 #'],
    ['handler', '退单 # 不属于我单位职责'],
    ['赵强', '派单 # 工信局'],
  ],
  acknowledged: [
    ['handler', '开始办理 #'],
    ['handler', '回复 # 已约谈对方'],
    ['handler', '补正 # 请补充送货单'],
  ],
  'in-progress': [
    ['handler', '延期 # 10天 对方正在筹款'],
    ['赵强', '批准 #'],
    ['handler', '办结 # 已解决 对方已全部付清'],
    ['handler', '办结 # 留作参考 已转有关科室研究'],
    ['handler', '终止 #'],
    ['周岚', '督办 # 请三日内回复'],
  ],
  extended: [
    ['owner', '撤回 #'],
    ['handler', '办结 # 已解决 对方已全部付清'],
    ['handler', '补正 # 请补充对账单'],
  ],
  'awaiting-info': [
    ['owner', '补充 # 合同是去年5月签的'],
    ['handler', '继续办理 #'],
  ],
  replied: [
    ['王芳', '领取审核 #'],
    ['李静', '审核通过 #'],
    ['王芳', '退回修改 # 请写清依据'],
  ],
  'in-review': [
    ['李静', '审核通过 #'],
    ['赵强', '审核通过 #'],
  ],
  'follow-up': [
    ['owner', '不满意，根本没解决'],
    ['owner', '满意'],
  ],
  rework: [
    ['handler', '办结 # 已解决 已重新协调处理'],
    ['handler', '开始办理 #'],
  ],
  supervised: [
    ['handler', '办结 # 已解决 已按督办要求处理'],
    ['handler', '办结 # 已解释 已当面向企业说明'],
  ],
  resolved: [
    ['owner', '没解决，要求重新办理 #'],
    ['owner', '#'],
    ['owner', '#'],
  ],
  merged: [['王芳', '拆单 #']],
}

const HANDLERS: Readonly<Record<string, StaffName>> = { industry: '陈刚', market: '刘敏', discipline: '孙洁' }

export function handlerOf(unit: string): StaffName {
  return HANDLERS[unit] ?? '赵强'
}

/** The unit whose people a tip-off is about. */
export const ACCUSED = ['承办@market·刘敏', '承办组@market'] as const

/** Whatever those of a role may say at any moment, also where it makes no sense; `##` is another case. */
export const CLERK: readonly string[] = [
  '受理 #',
  '派单 # 工信局',
  '派单 # 市监局',
  '派单 # 清欠专班 协办 市监局',
  '派单 # 纪委',
  '改类别 # 拖欠账款',
  '不予受理 #',
  '批准 #',
  '不批准 # 再核实一下',
  '补正 # 请补充合同',
  '继续办理 #',
  '办结 # 已解释 已向企业说明政策依据',
  '办结 # 已解决 已协调处理完毕',
  '审核通过 #',
  '领取审核 #',
  '退回修改 # 请写清依据',
  '并单 # ##',
  '拆单 #',
  '转送 # 法院',
  '终止 #',
  '联系方式 # 核实情况',
  '历史 #',
  '备注 # 已电话沟通',
  '接管 #',
  '结束对话 #',
  '待办',
  '#',
  '1',
  '2',
]
export const HANDLER: readonly string[] = [
  '签收 #',
  '开始办理 #',
  '退单 # 不属于我单位职责',
  '补正 # 请补充送货单',
  '回复 # 已约谈对方，下周给答复',
  '延期 # 10天 对方正在筹款',
  '办结 # 已解决 对方已全部付清',
  '办结 # 留作参考 已转有关科室研究',
  '终止 #',
  '联系方式 # 上门核实',
  '接管 #',
  '结束对话 #',
  '待办',
  '#',
  '1',
]
export const CHIEF: readonly string[] = [
  '督办 # 请三日内回复',
  '批示 # 请抓紧',
  '批准 #',
  '不批准 # 理由不足',
  '派单 # 工信局',
  '审核通过 #',
  '待办',
  '#',
]
export const OWNER: readonly string[] = [
  '#',
  '催办 #',
  '补充 # 合同是去年5月签的',
  '撤回 #',
  '是',
  '满意',
  '不满意，根本没解决',
  '基本满意',
  '没解决，要求重新办理 #',
  '进度',
  '人工',
  '转回机器人',
  '工程款多久必须付？',
  '1',
  '2',
]
