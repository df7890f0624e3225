import type { Catalog } from '../../model/catalog.ts'
import type { RichText } from '../../model/reply.ts'
import { lines } from '../rich.ts'

export function greeting(catalog: Catalog): RichText {
  return lines(
    `您好，我是${catalog.city}亲清政企服务助手。`,
    '· 问政策：直接问，例如“工程款多久必须付？”',
    '· 说困难：把事情发给我，我帮您登记，转给负责的单位，有编号、有期限、有回音',
    '· 查进度：发“进度”或编号',
    '随时回复“人工”找工作人员。您的联系方式只用于办理您的诉求。',
  )
}

/** To whoever has just added the account: what it can do, and what becomes of what he tells. */
export function welcome(catalog: Catalog): RichText {
  return lines(
    `您好，我是${catalog.city}亲清政企服务助手。`,
    '· 问政策：直接问，例如“工程款多久必须付？”',
    '· 说困难：把事情发给我，文字、图片都行，登记后有编号、有期限、有回音',
    '· 查进度：发“进度”或编号；找工作人员发“人工”',
    `您的信息只用来办理您的诉求，由${catalog.privacy.by}负责；登记以前会先征得您同意。发“隐私说明”看全文，随时可以查看、更正、删除。`,
  )
}

export function help(catalog: Catalog): RichText {
  return lines(
    '您可以直接说：',
    '· 问题，例如“小微企业所得税怎么交”',
    '· 困难，例如“甲方拖欠我们工程款38万”',
    '· 进度 / 补充 / 催办 / 撤回 / 重新办理（只有一件时不用写编号）',
    '· 订阅政策：有合适的政策告诉您；我的管家：谁负责联系您的企业',
    '· 查看 / 更正 / 导出 / 删除我的信息，隐私说明',
    '· 取消：停下正在填的登记',
    `· 人工：转工作人员（${catalog.desk.hours}，也可拨打 ${catalog.desk.phone}）`,
  )
}

export const thanks = '不客气，有事随时找我。'
export const sorry = '让您着急了，抱歉。您把事情说一句，我马上帮您登记；或者回复“人工”找工作人员。'
export const hello = '您好，请说。问政策、反映困难、查进度都可以。'
/** To whoever does not know how to begin. */
export const howTo = (catalog: Catalog): string =>
  `一句话就行：遇到难处，像跟人说话一样发给我，例如“甲方欠我38万”，剩下的我来问；想问政策，直接问。不想打字，拨打 ${catalog.desk.phone}，或者回复“人工”。`
/** To whoever only said who he is. */
export const goAhead = '您好，记下了。请说说是什么事。'
export const nameProvesNothing =
  '您好。光凭名字我认不出以前的您：以前登记过的，请把编号（QQ 开头）和查询码一起发来；新的事，直接说。'
export const takeYourTime = '好的，不急，想好了再告诉我。'
export const nothingToChoose = '没太明白这个数字，现在没有要选的。请直接说您要办什么。'
export const notKept = '取消了的没有保留。请把事情再说一句，我重新登记。'
export const notUnderstood = '没太明白您的意思。您可以直接问政策，或者用一句话说说遇到的困难；回复“人工”找工作人员。'
/** To half a sentence after another. */
export const goOn = '请接着说：是谁、什么事，说完整一点我就能办。'
/** To a sign of which nothing can be made. */
export const here = '在的，您请说。'
/** A telephone number and nothing else. */
export const phoneFor = '收到电话，先替您留着。请说一句是什么事，我连同电话一起登记。'
export const phoneToChange = (phone: string): string => `要更新您的联系电话，请发“电话改成${phone}”。`
export const chineseOnly =
  '我只看得懂中文，请用中文说一句；要人帮忙请回复“人工”。\nI only read Chinese. To pass what you wrote to a member of staff, reply “human”. I also know: status, more, cancel.'
export const emptyMessage = '我没收到文字内容，请用文字说一下您的事。'
export const cancelled = '好的，已取消，刚才填的没有提交。有需要随时再说。'
export const nothingToCancel = '目前没有正在填的登记。要撤回已登记的诉求，请发“撤回”。'
export const hardship =
  '听到您这么难，我很想帮上忙。请说说是什么事卡住了（资金、用工、手续……），我帮您登记；回复“人工”找工作人员。'
export const bye = '好的，再见。有事随时找我。'
export const fine = '好的。'
export const tooLong = '您发的内容很长，我保留了前面的部分；其余的请登记后用“补充”再发。'
export const notOffered = (count: number): string => `请回复 1 到 ${count} 的数字，或者直接说。`
export const tooFast = '您发得有点快，这条我没来得及看，请过一分钟再发一次；急事回复“人工”。'
export const tryLater = '系统暂时存不下您刚才这条消息，没有生效。请过几分钟再发一次；急事请拨打 12345。'
export const rephrase = '好的，您换个说法再问一次，写上具体事项或文件名会更准。'

/** Before anything else where life is in danger. */
export const danger =
  '⚠️ 如果有人正处在危险中，请立即拨打：110（报警）、119（火警）、120（急救）。我已把您的消息标为紧急并通知工作人员。'

/** To whoever wrote in English. */
export const handedOverInEnglish = (number: string): string =>
  `A member of staff has your message (${number}) and will reply here on a working day.`
export const handoffAsk = '请用一句话说说要办什么事，我马上转给他们。'
export const alreadyWithStaff = (number: string): string =>
  `工作人员已收到（${number}），会在这里回复您。还有要说的请直接发，我一并转过去。`
export const staffHours = (catalog: Catalog): string =>
  `工作人员会在这里回复您（${catalog.desk.hours}）；急事也可拨打 ${catalog.desk.phone}。`
export const dangerNumber = (number: string, phoneKnown: boolean): string =>
  `编号 ${number}。${phoneKnown ? '有新情况请直接发过来。' : '方便的话，请马上发来您的位置和电话。'}`
export const orHuman = '需要工作人员的话，回复“人工”。'
export const lodgeHint = '如果您正遇到这个问题，可以让我帮您登记诉求。'
export const staleChoice = '这个选项已经过时了。请直接说您要办什么。'

export const stewardArea = '您的企业在哪个区县？我告诉您项目管家是谁。'
export const noSteward = (area: string, catalog: Catalog): string =>
  `${area}的项目管家还没有登记在这里，请拨打 ${catalog.desk.phone} 问一下；要我转工作人员，回复“人工”。`
export const steward = ({ area, name, phone, unit }: Steward): string =>
  `${area}的项目管家是${name}${unit ? `（${unit}）` : ''}，电话 ${phone}。政策、手续、难处都可以直接找他/她；也可以在这里告诉我。`

interface Steward {
  readonly area: string
  readonly name: string
  readonly phone: string
  readonly unit: string | undefined
}
