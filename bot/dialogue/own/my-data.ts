import { isOpen } from '../../appeal/states.ts'
import { LABEL, myDataText, privacyText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import { toKnow } from '../intake/slots.ts'
import { readAll, readAnswer } from '../reading/index.ts'
import { announce } from '../staff/announce.ts'
import type { Turn } from '../turn.ts'
import { askForget } from './forget.ts'
import { myLetter } from './my-letter.ts'
import { ownOf } from './own.ts'
import { recordSupplement } from './supplement.ts'

const MINE = '(?:我的?|本人的?|我们的?|我在这里的)(?:全部|所有)?(?:个人|企业)?(?:信息|资料|数据|记录)'
const command = (verbs: string) =>
  new RegExp(`^(?:我?(?:要|想)|请|帮我|给我)?(?:把)?(?:${verbs})(?:一下)?(?:你们?(?:存|保存|记)的)?${MINE}`, 'u')
const RULES = /^(?:看|查看)?(?:一下)?(?:隐私|个人信息)(?:说明|政策|条款|保护|声明)[?。!]?$/u
const ASKS_RULES =
  /^(?:你们?|我的?|这些|个人)?(?:信息|资料|电话|数据)?(?:会|要|都)?(?:被)?(?:存|保存|保留|留)(?:多久|几年|多长时间|到什么时候)|(?:信息|资料|电话).{0,6}谁(?:能|会|可以)?看|会把.{0,6}(?:电话|名字|姓名|信息).{0,6}(?:给|告诉|透露)/u
const ASKS_WHY =
  /^(?:那)?(?:为什么|为啥|凭什么|凭啥|干嘛|干吗).{0,4}同意|不同意(?:的话|了)?[,，\s]*(?:你们?|就|又|会|能|是不是|那)*(?:不管|不办|办不了|不行|怎么?样|咋样|如何|怎么办|咋办)/u
const SHOW = new RegExp(
  `${command('查看|查询|查|看看?|显示').source}|^${MINE}[?。!]?$|^.{0,4}你们?(?:都)?(?:存|记|保存|收集)了?我(?:的)?(?:什么|哪些)`,
  'u',
)
const MEND = command('更正|改正|修改|更改|更新|变更|补全|完善')
const EXPORT = new RegExp(`${command('导出|下载|复制|打包').source}|^${MINE}(?:导出|下载)`, 'u')
const FORGET = new RegExp(
  `${command('删除|删掉|删了|清除|清空|注销|抹掉|销毁').source}|^${MINE}(?:删除|删掉|清除)|^(?:我要)?注销(?:账号|账户|帐号)?$|^(?:把我)?忘(?:了|掉)我$`,
  'u',
)
/** Outside an intake, where it is a correction of what is being told. */
const CHANGED =
  /^(?:把)?(?:我的?)?(?:联系)?(?:电话|手机号?|号码|企业名称|公司名称)(?:号码?)?(?:已经)?(?:换成|改成|改为|变成|换了|变了)/u
/** What his enterprise is called from now on. */
const FIRM = /^(?:把)?(?:我们?的?)?(?:企业|公司)名称?(?:已经)?(?:换成|改成|改为|变成|是|叫)(.{3,})$/u
const REVOKE = /^(?:我要?)?(?:撤回|撤销|收回|取消)(?:我的?)?(?:个人信息)?(?:的)?(?:同意|授权)/u

/** What he has a right to know, have mended, take with him and have deleted (个人信息保护法第四十四条至第四十七条). */
export function dataCommand(turn: Turn, heard: Heard): boolean {
  const { line } = heard
  if (RULES.test(line) || (line.length <= 20 && ASKS_RULES.test(line))) turn.say(privacyText.rules(turn.desk.catalog))
  else if (line.length <= 20 && ASKS_WHY.test(line)) turn.say(privacyText.whyAgree(turn.desk.catalog))
  else if (REVOKE.test(line)) revoke(turn)
  else if (EXPORT.test(line)) exportMine(turn)
  else if (FORGET.test(line)) askForget(turn)
  else if (MEND.test(line)) mend(turn, line)
  else if (CHANGED.test(line) && !turn.conversation.intake && !turn.conversation.held) return mendWith(turn, line)
  else if (SHOW.test(line)) showMine(turn)
  else return false
  return true
}

/** Whether he asks for his data, or for their end. */
export const isDataCommand = (line: string): boolean =>
  [REVOKE, EXPORT, FORGET, MEND, SHOW].some((one) => one.test(line))

function showMine(turn: Turn): void {
  const { person, desk } = turn
  turn.say(myDataText.shown(person, ownOf(turn).length, desk.catalog, turn.today), [
    choice(LABEL.mend, 'mine', 'mend'),
    choice(LABEL.export, 'mine', 'export'),
    choice(LABEL.forget, 'mine', 'forget'),
  ])
}

/** One of what stands under it. */
export function pickMine(turn: Turn, what: string): boolean {
  if (what === 'export') exportMine(turn)
  else if (what === 'forget') askForget(turn)
  else if (what === 'mend') askMending(turn)
  else return false
  return true
}

/** A file with all that is kept of him, made outside the turn; it comes to the chat he is in. */
function exportMine(turn: Turn): void {
  const letter = myLetter(turn)
  if (!letter) return
  turn.start({ kind: 'letters', answerTo: turn.home, subject: turn.party.id, letters: [letter] })
  turn.say(myDataText.exporting(ownOf(turn).length))
}

function mend(turn: Turn, line: string): void {
  if (!mendWith(turn, line.replace(MEND, ''))) askMending(turn)
}

function askMending(turn: Turn): void {
  turn.say(myDataText.askMending)
  turn.wait({ for: 'mend' })
}

export function takeMending(turn: Turn, { line }: Heard): boolean {
  return mendWith(turn, line)
}

/** “电话改成…”: kept, and whoever works on what is open is told of a new telephone or name. */
export function mendWith(turn: Turn, line: string): boolean {
  const { catalog } = turn.desk
  const area = readAnswer('area', line, catalog, turn.today)
  const named = FIRM.exec(line)?.[1]
  const firm = named ? readAnswer('enterprise', named, catalog, turn.today) : undefined
  const mended = toKnow({
    ...readAll(line, catalog, turn.today),
    ...('value' in area && { area: area.value }),
    ...(firm && 'value' in firm && { enterprise: firm.value }),
  })
  if (Object.keys(mended).length === 0) return false
  turn.person = { ...turn.person, known: { ...turn.person.known, ...mended } }
  turn.say(myDataText.mended(mended))
  const open = turn.own.filter(({ state }) => isOpen(state))
  for (const appeal of open)
    announce(turn, recordSupplement(turn, appeal, myDataText.mendedNote(mended)), 'supplemented')
  if (open.length > 0) turn.say(myDataText.passedOn(open.length))
  return true
}

/** From now on nothing new is registered; what was, stays lawful (个人信息保护法第十五条). */
function revoke(turn: Turn): void {
  const { consent, profile: _, ...rest } = turn.person
  if (consent) {
    const { intake: __, held: ___, ...talk } = turn.conversation
    turn.person = rest
    turn.conversation = talk
  }
  turn.say(consent ? myDataText.revoked : myDataText.nothingToRevoke, [choice(LABEL.forget, 'mine', 'forget')])
}
