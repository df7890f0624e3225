import { type Command, RULES } from '../../appeal/rules.ts'
import type { RichText } from '../../model/reply.ts'
import type { StaffRole } from '../../model/role.ts'
import { commandsOf } from '../../roster/menus.ts'
import { lines, strong } from '../rich.ts'
import { COMMAND_ABOUT } from './menu.ts'

/** How each act upon a case is written, by what it belongs to. */
const WRITTEN: readonly { readonly title: string; readonly acts: Partial<Readonly<Record<Command, string>>> }[] = [
  {
    title: '受理派单',
    acts: {
      accept: '受理',
      decline: '不予受理 理由（要第二人批准）',
      dispatch: '派单 单位 协办 单位',
      classify: '改类别 名称｜改类型 投诉｜涉及单位 名称｜保密/不保密',
      merge: '并入 编号',
      unmerge: '拆单',
      transfer: '转送 渠道',
    },
  },
  {
    title: '承办',
    acts: {
      acknowledge: '签收',
      start: '开始办理',
      return: '退单 理由',
      extend: '延期 10天 理由（要批准）',
      terminate: '终止 理由（要第二人批准）',
    },
  },
  {
    title: '答复企业',
    acts: {
      reply: '回复 内容（发给企业）',
      conclude: '办结 已解决/已解释/留作参考/已转告 内容（发给企业并请其评价）｜模板：常用的话｜同类：同样的还有哪些',
      'ask-back': '补正 要企业补什么',
      resume: '继续办理',
      talk: '接管对话：直接和企业说话，机器人不插话',
      'end-talk': '结束对话',
    },
  },
  { title: '审核', acts: { review: '领取审核', pass: '审核通过', 'send-back': '退回修改 意见' } },
  {
    title: '督办批准',
    acts: { supervise: '督办 要求', instruct: '批示 内容', approve: '批准', refuse: '不批准 理由' },
  },
  {
    title: '查看',
    acts: {
      contact: '联系方式：看电话和原话，留痕；保密件要写理由｜附件 1：打开附件，留痕',
      note: '备注 内容（内部）｜历史：谁在什么时候办了什么｜看内容：企业刚补充的｜参考：相似的已办结诉求和条文',
    },
  },
]

/** What somebody with these roles may use, and nothing else: the commands, and how acts upon a case are written; `console`: there is one. */
export function staffHelp(roles: readonly StaffRole[], console = false): RichText {
  const is = (...any: StaffRole[]) => roles.some((role) => any.includes(role))
  const may = (command: string) => roles.some((role) => RULES[command as Command][role] !== undefined)
  const acts = WRITTEN.flatMap(({ title, acts }) => {
    const written = Object.entries(acts).flatMap(([command, how]) => (may(command) ? [how] : []))
    return written.length > 0 ? [`· ${title}：${written.join('｜')}`] : []
  })
  return lines(
    [strong('命令')],
    ...commandsOf(roles, console).map((command) => `/${command} ${COMMAND_ABOUT[command]}`),
    acts.length > 0 && [strong('办一件诉求')],
    acts.length > 0 && '点卡片上的按钮，回复卡片，或写下面的话（可省略编号，默认是刚打开的那件；不带内容就会问您）：',
    ...acts,
    [strong('另外')],
    acts.length > 0 && '· 待办：等您办的　· 编号：打开一件　· 问答：待核准的和在用的',
    is('clerk', 'supervisor') && '· 推送：新政策发给哪些企业',
    is('clerk', 'supervisor', 'leader', 'administrator') && '· 周报、月报、季报，可加 上周、2026-11',
    `· 导出 本月 单位 类型…：台账文件，姓名电话隐去${is('supervisor') ? '；加“含联系方式”只发给您本人，逐件留痕' : ''}`,
  )
}
