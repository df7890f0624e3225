import type { Profile } from '../../model/person.ts'
import { profileText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { consented } from '../entrepreneur/consent.ts'
import type { Heard } from '../hear.ts'
import { isQuestion } from '../intake/gather.ts'
import { isNo, readAll, readAnswer } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { isEmpty, type Portrait, portraitIn, withoutTags } from './profile-words.ts'

const STOPS =
  /^(?:请|我要|我想|帮我)?(?:停止|取消|关闭|不要|别|不想)(?:再)?(?:给我)?(?:推送?|订阅|推|发)(?:政策|消息|了|我)*[吧。!]*$|^(?:我要)?退订(?:政策)?(?:TD)?[。!]*$|^TD$/iu
const SHOWS = /^(?:查看|看看?|看一下)?(?:我的|企业)?(?:画像|订阅)(?:信息)?[。!]?$/u
const BEGINS =
  /^(?:我?(?:要|想)?|怎么|请|帮我|给我)?(?:订阅|推送)(?:一下)?(?:惠企)?政策|^我?(?:要|想)订阅(?=.{1,12}政策)|^政策(?:订阅|推送)|^有(?:了|什么)?新(?:的)?政策(?:了)?(?:就|请|要|记得|麻烦)?(?:告诉|通知|提醒|发给?|推送?给?)(?:一下)?我?|^(?:要是|以后|如果)?有(?:(?:了|这种|合适的?|这类|什么|相关的?)*(?:政策|补贴)(?:了|的话)?|的话)[,，\s]*(?:就|请|要|记得|麻烦)?(?:告诉|通知|提醒|发给?|推送?给?|叫|喊)(?:一下|一声)?我|^(?:完善|修改|更新|更改|填写?)(?:一下)?(?:我的|我们)?(?:企业|公司)?(?:信息|画像|资料)[。!]?$/u

/** Whether it is one of these. */
export const isProfileCommand = (line: string): boolean => [STOPS, SHOWS, BEGINS].some((one) => one.test(line))

/** 订阅政策, 我的画像, 停止推送. */
export function profileCommand(turn: Turn, { line }: Heard): boolean {
  if (STOPS.test(line)) stopPushes(turn)
  else if (SHOWS.test(line)) showProfile(turn)
  else if (BEGINS.test(line)) {
    if (isEmpty(portraitOf(turn, line.replace(BEGINS, '')))) askProfile(turn)
    else saveProfile(turn, line.replace(BEGINS, ''))
  } else return false
  return true
}

export function askProfile(turn: Turn): void {
  turn.say(profileText.ask)
  turn.wait({ for: 'profile' })
}

const IS_ENTERPRISE = /^(?:我们?|咱们?|本|我司|我们?公司|本公司|企业)(?:公司|企业|厂|店|这边)?(?:是|属于|做|在)/u
const LONGEST = 120
const WANTS_POLICY = /想看|想了解|想知道|想收到|关注|关心|订阅|推送|感兴趣/u

/** What he answers when asked for it. */
export function takeProfile(turn: Turn, { line, text }: Heard): boolean {
  if (isQuestion(line) || isNo(line) || line.length > LONGEST || isEmpty(portraitOf(turn, line))) return false
  saveProfile(turn, text)
  return true
}

/** “我们是江北区的小微软件企业，专精特新，想看补贴”, of his own accord. */
export function tellsProfile(turn: Turn, { line, text }: Heard): boolean {
  if (!IS_ENTERPRISE.test(line) || !WANTS_POLICY.test(line) || isQuestion(line) || line.length > LONGEST) return false
  const { size, industry, tags } = portraitOf(turn, line)
  if (!size && !industry && tags.length === 0) return false
  saveProfile(turn, text)
  return true
}

/** Policies come to his own chat, and what is kept of his enterprise needs his word as everything does. */
function saveProfile(turn: Turn, text: string): void {
  if (consented(turn, { as: 'profile', text, attachments: [] })) keepProfile(turn, text)
}

/** Keeps what the line tells; what it does not name stays as it was. */
export function keepProfile(turn: Turn, text: string): void {
  const { tags, topics, enterprise, ...told } = portraitOf(turn, turn.desk.simplify(text.normalize('NFKC')))
  const { profile: before, known } = turn.person
  const profile: Profile = {
    ...(known.area && { area: known.area }),
    ...(turn.person.size && { size: turn.person.size }),
    ...(turn.person.ownership && { ownership: turn.person.ownership }),
    ...before,
    ...told,
    tags: [...new Set([...(before?.tags ?? []), ...tags])],
    topics: topics.length > 0 ? [...topics] : (before?.topics ?? []),
    home: turn.here,
    at: turn.desk.now,
  }
  const { size, ownership } = profile
  turn.person = {
    ...turn.person,
    known: { ...known, ...(enterprise && { enterprise }), ...(told.area && { area: told.area }) },
    ...(size && { size }),
    ...(ownership && { ownership }),
    profile,
  }
  turn.say(profileText.kept(profile, turn.desk.catalog), [
    choice(profileText.CHANGE, 'profile'),
    choice(profileText.STOP, 'stop-pushes'),
  ])
}

function showProfile(turn: Turn): void {
  const { profile } = turn.person
  if (!profile) return askProfile(turn)
  turn.say(profileText.kept(profile, turn.desk.catalog), [
    choice(profileText.CHANGE, 'profile'),
    choice(profileText.STOP, 'stop-pushes'),
  ])
}

/** What he left for policies to find him goes; nothing is sent any more. */
export function stopPushes(turn: Turn): void {
  const { profile, size: _, ownership: __, ...rest } = turn.person
  turn.person = profile ? rest : turn.person
  turn.say(profile ? profileText.stopped : profileText.notSubscribed)
}

function portraitOf(turn: Turn, line: string): Portrait {
  const { catalog } = turn.desk
  const area = readAnswer('area', withoutTags(line), catalog, turn.today)
  const { enterprise } = readAll(line, catalog, turn.today)
  return portraitIn(line, 'value' in area ? area.value : undefined, enterprise)
}
