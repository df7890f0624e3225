/** What each command is for, as it stands in a menu and in the help: at most 40 characters. */
export const COMMAND_ABOUT = {
  list: '待办：等您办的诉求',
  mine: '我经办的诉求',
  due: '快到期和超期的诉求',
  find: '按字词或编号找诉求：/find 合同款',
  case: '打开一件诉求：/case 编号',
  ask: '查政策：/ask 问题',
  gaps: '没答上来的问题，写答复、核准',
  report: '周报、月报、季报：/report week',
  ledger: '导出台账：/ledger 本月',
  console: '网页看板：今日数字、台账、期限、三率',
  help: '能用哪些操作',
  reload: '重新载入政策文件',
  rollback: '退回上一版政策文件',
  kb: '政策文件：版本、有问题的、该复核的',
  staff: '人员：添加、角色、单位、休假、移除',
  status: '运行状态',
  backup: '备份全部数据',
  parked: '没发出去的消息',
  bind: '在群里发：把这个群设为受理组等',
} as const

export type MenuCommand = keyof typeof COMMAND_ABOUT
