import type { RichText } from '../../model/reply.ts'
import { lines, rich, strong } from '../rich.ts'

/** A member of staff talks with the entrepreneur himself, and the bot keeps silent: what both are told of it. */

export const END = '结束对话'

export const begun = (number: string): RichText =>
  lines(
    rich`${strong('您已接管对话')}（${number}）。机器人不再答复这家企业，它发来的话直接转给您。`,
    '回复这件的任一条消息，写的话和文件马上发给企业，不再预览；直接打字的先给您看一眼再发。“//”开头的是内部备注。',
    '办完请点“结束对话”；24 小时没有您的话，自动转回机器人。',
  )
export const begunInGroup = (name: string, number: string): string => `${name}已接管与企业的对话（${number}）。`
export const elsewhere = (name: string, number: string): string =>
  `${name}正在就另一件（${number}）和这家企业对话，请先等他/她结束。`
export const sent = (number: string): string => `✓ 已发给企业（${number}）`
export const fromOwner = (number: string, text: string, files: number): RichText =>
  lines(rich`${strong('企业')}（${number}）：${text}`, files > 0 && `［图片/文件 ${files} 个，点下面打开，会留痕］`)
export const whichOne = '您正在和几家企业对话，请回复要发给的那一家的话。'
/** To whoever talks with him: what he cannot do for him. */
export const forTheBot =
  '（撤回、查看、导出和删除信息只有机器人能办：请点“结束对话”，并请企业再发一次；企业也可以自己发“转回机器人”。）'
export const endedBy = {
  staff: (number: string): string => `对话已结束（${number}），机器人恢复答复，企业已知道。`,
  owner: (number: string): string => `企业结束了对话（${number}），机器人恢复答复。`,
  silence: (number: string): string => `24 小时没有您的话，对话已自动结束（${number}），机器人恢复答复，企业已知道。`,
  over: (number: string): string => `这件已经不在您手里或者不再等办理，对话随之结束（${number}），企业已知道。`,
} as const

/** To the entrepreneur. */
export const staffCame = (unit: string | undefined, of: RichText): RichText =>
  lines(
    rich`工作人员${unit === undefined ? '' : `（${unit}）`}现在直接和您对话，谈您的诉求 ${of}。`,
    '您发的文字、图片和文件会直接转给他/她，并记入您的诉求；机器人暂时不答复。',
    '想让机器人答复，发“转回机器人”。',
  )
export const fromStaff = (text: string): RichText => rich`${strong('工作人员')}：${text}`
export const staffLeft = (of: RichText): RichText =>
  rich`人工对话已结束，恢复由机器人答复。您的诉求 ${of}有了进展会告诉您；要找人随时回复“人工”。`
export const staffSilent = (of: RichText): RichText =>
  rich`工作人员暂时没有回话，先转回机器人答复。您的诉求 ${of}还在办理，有了进展会告诉您；刚才说的都记下了，着急可以发“催办”。`
/** To the same where nobody talks with him. */
export const botAlready = '现在就是机器人在答复您，请说。'
export const youEnded = (number: string): string => `好的，已转回机器人，可以继续问我。您的诉求 ${number} 还在办理。`
