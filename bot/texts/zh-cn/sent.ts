import type { Said } from '../../model/message.ts'
import { brief } from '../rich.ts'

/** What is said to what came and is no plain text: voice, pictures, places, articles, and what cannot be read. */

/** What cannot be read and what to do instead; and the same said again. */
export const UNREADABLE = {
  voice: [
    '不好意思，语音我听不懂，麻烦打字说一下；也可以长按语音“转文字”，再复制发给我。',
    '语音还是听不懂，麻烦打字。',
  ],
  card: ['名片我打不开。要我记下这个人，请打他的名字和电话；要反映的事，请打字说一句。', '名片打不开，请打字。'],
  bundle: [
    '合并转发的聊天记录我看不到内容，请截图发给我，或者把要紧的几句复制过来。',
    '聊天记录看不到内容，请截图或打字。',
  ],
  app: ['小程序我打不开，请截图发给我，或者打字说一下是什么事。', '小程序打不开，请截图或打字。'],
  other: ['这种消息我看不了，请发文字、图片或文件。', '还是看不了，请截图或打字。'],
} as const satisfies Partial<Record<NonNullable<Said['sent']>, readonly [string, string]>>

export const noGifts =
  '谢谢您的心意，红包和转账我们都不收，请您收回（不领会自动退回）。这里办事不收费，工作人员也不收任何财物。'

export const fromVoice = '（按您语音转的文字记的，有听错的直接说。）'

export const placeFor = (name: string): string =>
  `收到位置“${brief(name, 40)}”，先替您留着。请说一句是什么事，我连同位置一起登记；想问政策就直接问。`
export const articleFor = (title: string): string =>
  `收到您转发的“${brief(title, 40)}”。链接我打不开，我这里也没有对上名称的文件。\n想问它讲的政策，请打字直接问；遇到了难处，请说一句是什么事，我连同文章一起登记。`
export const filesFor = (count: number): string =>
  `已收到附件，共 ${count} 个，先替您留着。\n请打字说一句发生了什么事，我连同附件一起登记；想问政策就直接问。`
/** To “你看看” about a picture, and about an article. */
export const cannotSee = '图片我收着，但里面的字我看不出来，工作人员会看。请打字说一句：是谁、什么事？'
export const articleUnread = '文章里写的我打不开看，不敢乱答。请把您想问的那句话打出来，或者复制过来。'
export const byTitle = '文章我打不开，按标题查到这些，请核对：'
export const alsoKept = '（图片或文件先替您留着，登记或转工作人员时一起带上。）'
export const keptWith = '好的，一并记下了。'

/** As it is kept beside what he tells. */
export const place = (name: string): string => `（位置：${brief(name, 200)}）`
/** Finds it again there. */
export const PLACE: RegExp = /^（位置：(.*)）$/mu
export const article = ({ title, url }: NonNullable<Said['link']>): string =>
  `（转发的文章：“${brief(title, 200)}” ${url}）`
export const caption = (text: string): string => `（附件：${text}）`

/** Files that did not arrive. */
export function lost(files: NonNullable<Said['lost']>): string {
  const named = (why: 'too-large' | 'failed') =>
    files.filter((one) => one.why === why).map(({ name }) => (name ? `“${brief(name, 30)}”` : '文件'))
  const large = named('too-large')
  const failed = named('failed')
  return [
    large.length > 0 && `${large.join('、')}太大，没有收到，请拍照、截图或者分开发。`,
    failed.length > 0 && `${failed.join('、')}没有收到，请再发一次。`,
  ]
    .filter(Boolean)
    .join('\n')
}
