import { dateOf, type Instant, timeOf } from '../../bot/model/instant.ts'
import { LARGEST_MB, type NotSent } from './files.ts'
import { type Book, labelOf, listBook, type Persona, postNames, type Strange } from './persona.ts'

const NOT_SENT: Readonly<Record<NotSent, string>> = {
  none: '没有这个文件',
  folder: '这是文件夹，请给出一个文件',
  large: `文件太大，最多 ${LARGEST_MB} MB`,
  empty: '这是空文件',
  closed: '读不了这个文件，请检查权限',
}

/** What the terminal itself says; what the bot says stands in bot/texts. */
export const texts = {
  welcome:
    '（终端模拟：一个人扮演所有角色。/as 角色[:姓名] 换人，/who 名录，/file 路径 发文件，/later 天数 拨快时钟，/quit 退出。）',
  help:
    '终端命令：/as 角色[@单位][:姓名]  换成另一个人，例如 /as 企业:李四、/as 承办@清欠专班:陈刚、/as 督办，或者只写名录里的姓名；/who  名录；' +
    '/file 路径 [说明]  发文件或图片；/later 天数或小时（3h）  把本会话的时钟拨快；/quit  退出。',
  nowPlaying: (persona: Persona, book: Book): string => `—— 现在是 ${labelOf(persona, book)} ——`,
  strange: ({ wrong, text }: Strange, book: Book): string => {
    switch (wrong) {
      case 'unit':
        return `没有这个单位：${text}。可用单位：${book.units.map(({ short }) => short).join('、')}。`
      case 'no-unit':
        return `名录里没有承办 ${text} 的单位，请写明，例如：/as 承办@${book.units[0]?.short ?? '单位'}:${text}`
      case 'name':
        return '姓名不合适：最多 20 个字，只用文字、数字和 · . _ -。'
      case 'post':
        return `没有这个角色，名录里也没有这个人。可用角色：${postNames.join('、')}。例如：/as staff:王芳、/as 承办:陈刚；/who 看名录`
    }
  },
  who: (book: Book): string => {
    const lines = listBook(book)
    return lines.length > 0
      ? ['名录：', ...lines].join('\n')
      : '名录是空的：在 QINQING_CITY 的 people.yaml 里写上工作人员。'
  },
  later: (now: Instant): string => `（只有本会话的时钟拨快了，现在是 ${dateOf(now)} ${timeOf(now)}。）`,
  laterHow: '请写天数（1 到 3650）或小时（1h 到 999h），例如：/later 7、/later 3h',
  notSaved: (reason: string): string => `（没有保存：${reason}）`,
  sentTo: (who: string): string => `── 发给 ${who} ──`,
  fileHow: '请写文件的路径，例如：/file 合同.pdf 这是合同（路径里有空格时加引号）',
  notSent: (path: string, why: NotSent): string => `（没有发出 ${path}：${NOT_SENT[why]}。）`,
  received: (name: string, path: string): string => `（文件 ${name} 存到 ${path}）`,
  fileGone: (name: string): string => `（文件 ${name} 已不在。）`,
  fileNotSaved: (name: string, reason: string): string => `（文件 ${name} 没有存下来：${reason}）`,
} as const
