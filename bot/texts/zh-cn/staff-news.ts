import type { RichText } from '../../model/reply.ts'
import { lines, strong } from '../rich.ts'

/** Headlines of what is told to staff. */
export const NEWS = {
  registered: '新诉求',
  handoff: '有人找工作人员',
  danger: '🔴 有人身危险的消息，请马上联系',
  supplemented: '企业补充了材料',
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

export const news = (head: keyof typeof NEWS, body: RichText, more?: string): RichText =>
  lines([strong(`【${NEWS[head]}】`)], more, body)
