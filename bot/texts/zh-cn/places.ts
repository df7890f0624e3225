import type { RichText } from '../../model/reply.ts'
import type { PlaceId } from '../../model/staff.ts'
import { lines, rich, strong } from '../rich.ts'

const ROOM = {
  intake: '受理组',
  supervision: '督办组',
  leaders: '领导组',
  administrators: '管理员组',
} as const
/** What a place may also be called. */
export const ROOM_ALSO: Readonly<Record<keyof typeof ROOM, readonly string[]>> = {
  intake: ['受理组', '受理'],
  supervision: ['督办组', '督办'],
  leaders: ['领导组', '领导'],
  administrators: ['管理员组', '管理员'],
}
export const PRESS = { unit: '某个承办单位…', yes: '确定', no: '取消', unbind: '不再用这个群' } as const
export const ALL_UNITS = '所有承办单位'

export function placeName(id: PlaceId, unitName: (id: string) => string): string {
  if (id in ROOM) return ROOM[id as keyof typeof ROOM]
  const unit = id.slice('unit:'.length)
  return unit === '*' ? ALL_UNITS : unitName(unit)
}

export const inGroup = (bound: readonly string[]): RichText =>
  lines(
    '请把机器人拉进要用的群，在群里发 /bind。',
    bound.length > 0 ? `已经设好的：${bound.join('、')}` : '还没有设好的群：消息都发到各人的私聊。',
  )
export const choose = (now: string | undefined): RichText =>
  lines(now !== undefined && rich`这里现在是 ${strong(now)}。`, '把这里设为：')
export const chooseUnit = '哪个承办单位的群？'
export const unknownPlace = (said: string): string =>
  `没有“${said.slice(0, 20)}”。可以写 受理组、督办组、领导组、管理员组，或单位名称。`
export const topicWarning = (name: string): RichText =>
  lines(
    rich`这里是群里的一个话题。同一个群的人看得到群里的每个话题：只有这个群里的人都可以看${strong(name)}的件，才能这样用；否则请给它单独建一个群。`,
    '确定设在这个话题吗？',
  )
export const bound = (name: string, moved: boolean, before: string | undefined): RichText =>
  lines(
    rich`已设为 ${strong(name)}：它的诉求和提醒从现在起发到这里。${moved ? '原来那个群不再收到。' : ''}`,
    before !== undefined && `这里不再是${before}。`,
    '群里的人都看得到卡片（姓名电话隐去），请核对成员；涉密件不进群，只发给涉密经办本人。',
  )
export const alreadyBound = (name: string): string => `这里已经是${name}。`
export const unbound = (name: string): string => `已取消：${name}的消息从现在起发到各人的私聊。`
export const notBound = '这里没有设过，不用取消。'
export const leftAsItIs = '好的，没有改动。'
