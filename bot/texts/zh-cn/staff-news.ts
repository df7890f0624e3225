import type { RichText } from '../../model/reply.ts'
import { lines, rich, strong } from '../rich.ts'

/** Headlines of what is told to staff. */
export const NEWS = {
  registered: '新诉求',
  handoff: '有人找工作人员',
  danger: '🔴 有人身危险的消息，请马上联系',
  supplemented: '企业补充了材料',
  recalled: '企业撤回了一条消息',
  nudged: '企业催办',
  rework: '企业不满意，退回重办',
  reopened: '企业要求重新办理',
  withdrawn: '企业撤回了诉求',
  overdue: '已超期，请尽快处理',
  dispatched: '新派单，请签收',
  cooperating: '请协助办理',
  takenAway: '已改派给别的单位',
  returned: '承办单位退单，请改派',
  returnedTwice: '第二次退单，请督办决定',
  proposed: '等您批准',
  proposalRefused: '没有批准',
  proposalApproved: '已批准',
  answeredByOther: '别的同事已答复结果，不用再办',
  transferred: '已转送别处，不用再办',
  toReview: '办理结果等审核',
  sentBack: '结果退回修改',
  passed: '结果已审核通过，已告诉企业',
  supervised: '列入督办',
  instructed: '有新的批示',
  released: '原来并在一起的已撤回，改为单独办理',
  merged: '有一件并入',
  mergedAway: '已并入别的一件，不用再办',
} as const

export const headline = (news: keyof typeof NEWS): RichText => [strong(`【${NEWS[news]}】`)]

/** Where there are no cards that live: all in one message. */
export const news = (head: RichText, body: RichText, more?: RichText | string): RichText => lines(head, more, body)

/** What answers a card that stands there. */
export const shortNews = (head: RichText, number: string, more?: RichText | string): RichText =>
  lines(rich`${head} ${strong(number)}`, more)

/** Something came for one that was merged into this. */
export const ofMerged = (number: string): string => `（并入本件的 ${number}）`

/** What was pressed says nothing any more, or never was ours. */
export const deadButton = '这个按钮已经失效，或者是转发来的。请在这件诉求的卡片上操作，或者发编号打开。'
/** Instead of a page of buttons: back to the card. */
export const BACK = '返回'
