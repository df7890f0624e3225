import { dateOf, type Instant, timeOf } from '../../bot/model/instant.ts'
import { labelOf, type Persona, roleNames } from './persona.ts'

/** What the terminal itself says; what the bot says stands in bot/texts. */
export const texts = {
  welcome: '（终端模拟：一个人扮演所有角色。/as 角色[:姓名] 换人，/later 天数 拨快时钟，/quit 退出。）',
  help: '终端命令：/as 角色[:姓名]  换成另一个人；/later 天数  把本会话的时钟拨快；/quit  退出。',
  nowPlaying: (persona: Persona): string => `—— 现在是 ${labelOf(persona)} ——`,
  noSuchRole: (): string => `没有这个角色，或姓名不合适。可用角色：${roleNames.join('、')}。例如：/as staff:王芳`,
  later: (now: Instant): string => `（只有本会话的时钟拨快了，现在是 ${dateOf(now)} ${timeOf(now)}。）`,
  laterHow: '请写天数（1 到 3650），例如：/later 7',
  notSaved: (reason: string): string => `（没有保存：${reason}）`,
  sentTo: (who: string): string => `── 发给 ${who} ──`,
} as const
