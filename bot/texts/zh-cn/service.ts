import type { Catalog } from '../../model/catalog.ts'

/** What is answered to questions about the bot itself. */
export const ANSWERS = {
  why: () => '这些是为了找对承办单位、办好后能联系上您；不想填的可以回“跳过”。',
  privacy: () => '您的姓名、电话只有办理这件事的工作人员能看，每次查看都有记录，不会告诉被反映的一方；可以说“保密”。',
  use: () => '登记后有编号、有期限，工作人员会答复您；您不满意可以退回重办。',
  cost: () => '不收费。',
  who: (catalog: Catalog) => `我是${catalog.city}的亲清政企服务助手，是程序，不是真人。要找人请回复“人工”。`,
  next: () => '您这边把事情登记、提交就行，之后等我通知；要补什么材料，我会告诉您。',
  chat: () => '这个我不在行。政策、困难、办理进度，都可以问我。',
  call: (catalog: Catalog) =>
    `我打不了电话，您也不用打很多字：拨打 ${catalog.desk.phone} 直接说；或者回复“人工”，再发一个电话号码，请工作人员联系您。`,
  lost: () =>
    '编号和查询码都在登记成功的那条消息里：往上翻，或者在聊天记录里搜“QQ-”。实在找不到，回复“人工”，说一下姓名和电话，请工作人员帮您核对。',
  code: () => '查询码和编号是一对：换了微信、换了手机，或者请人代查时，两样一起发来就认得出。请别发给别人。',
  friend: () => '点我的头像，选“添加到通讯录”就行，通过以后私聊我。',
  left: () => '快了，最多再问两三句；不想填的回“跳过”。',
  hours: (catalog: Catalog) => `工作人员的时间是${catalog.desk.hours}；我随时都在，您现在就可以登记。`,
  phone: (catalog: Catalog) => `可以拨打 ${catalog.desk.phone}；在这里回复“人工”也能找到工作人员。`,
  address: (catalog: Catalog) => `不用跑，在这里就能办。要找窗口请拨打 ${catalog.desk.phone} 问最近的地点。`,
  howLong: () => '登记成功后，我会告诉您哪天前受理、哪天前答复；到期没有音信可以发“催办”。',
} as const satisfies Record<string, (catalog: Catalog) => string>
