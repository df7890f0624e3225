import type { Catalog } from '../../model/catalog.ts'
import type { RichText } from '../../model/reply.ts'
import { lines } from '../rich.ts'

/** What is said before others: never whose matter it is, what he told, or a number. */

export const hello = (catalog: Catalog): RichText =>
  lines(
    `大家好，我是${catalog.city}亲清政企服务助手。`,
    '· 在群里@我，可以问政策，例如“工程款多久必须付？”',
    '· 自己遇到的困难、办理进度，请加我为好友后私聊我：那里有编号、有期限、有回音，别人看不到',
  )

export const fine = '好的。有政策问题随时@我。'
export const goesOnAlone = '涉及您自己的事，我私下和您说，请看我发的消息。'
export const wentToStaff = '这件事我已经私下转给正在和您对话的工作人员。'
export const unsure =
  '这个问题我没有把握，不在群里乱答。可能有关的材料、要不要转给工作人员，我私下问您，请看我发的消息。'
export const answerAlone = '请到我私下发给您的消息里回复；在群里回复不算。'
export const sorry = '抱歉没帮上忙。政策问题@我直接问就行；遇到的难处请私聊我，我帮您登记。'
export const danger =
  '⚠️ 如果有人正处在危险中，请立即拨打：110（报警）、119（火警）、120（急救）。其余的我私下和您说，请看我发的消息。'

/** To whom the bot cannot write alone: nothing of it was kept. */
export const addMe = '涉及您自己的事，不在群里说，我也没有记下来。请先加我为好友，再私聊我说一遍。'
export const addMeForStaff = '这个问题我没有把握，不敢乱答。请先加我为好友，私聊我再问一遍，我转给工作人员答复。'
export const addMeInDanger =
  '⚠️ 如果有人正处在危险中，请立即拨打：110（报警）、119（火警）、120（急救）。我还不能私下联系您，请先加我为好友，再私聊我。'

export const listHead = (total: number): string => `这方面的文件我这里有 ${total} 份，@我回复数字看哪一份：`
export const which = '问的是哪一份？@我回复数字，或者说名称、地区：'
export const notOffered = (count: number): string => `请@我回复 1 到 ${count} 的数字，或者直接问。`
export const ownTrouble = '您自己正遇到这个问题的，请私聊我，我帮您登记。'
export const whyNoHelp = '抱歉没帮上忙。是哪里不合适？（不选也行，@我换个说法再问）'
export const noted = '谢谢，已经记下，我们会改进。换个说法再@我问一次；要工作人员答复，请私聊我。'
export const notUnderstood = '没太明白。在群里可以@我问政策，例如“工程款多久必须付？”；自己的事请私聊我。'
