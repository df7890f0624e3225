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

/** The unit whose people a tip-off is about. */
export const ACCUSED = ['承办@market·刘敏', '承办组@market'] as const
