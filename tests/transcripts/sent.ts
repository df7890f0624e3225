import type { Said } from '../../bot/model/message.ts'

const PICTURE = { ref: 'file-1', name: '合同.jpg', type: 'image/jpeg' }

/** What comes besides text. */
const SENT: Readonly<Record<string, Partial<Said>>> = {
  加好友: { met: true },
  语音: { sent: 'voice' },
  表情: { sent: 'sticker' },
  红包: { sent: 'money' },
  位置: { sent: 'place' },
  名片: { sent: 'card' },
  聊天记录: { sent: 'bundle' },
  小程序: { sent: 'app' },
  其他: { sent: 'other' },
}

/** What somebody said before, in order. */
export interface Before {
  readonly id: string
  readonly line: string
}

/** A line as it is said: `[图片]`, or one of what comes besides text, with what the channel makes of it. */
export function saidIn(
  line: string,
  before: readonly Before[],
): Pick<Said, 'text' | 'attachments'> & Partial<Omit<Said, 'unmet'>> {
  const [, what = '', rest = ''] = /^\[(\S+?)(?: (.+))?\]$/u.exec(line) ?? []
  const sent = SENT[what]
  if (sent) return { text: rest, attachments: [], ...sent }
  if (what === '撤回') return { text: '', attachments: [], recalled: takenBack(before, rest) }
  if (what === '过大' || what === '丢失') {
    return { text: '', attachments: [], lost: [{ name: rest, why: what === '过大' ? 'too-large' : 'failed' }] }
  }
  const [title, url] = what === '链接' ? rest.split(/ (?=\S+$)/u) : []
  if (title !== undefined && url !== undefined) return { text: '', attachments: [], link: { title, url } }
  const text = line.replace('[图片]', '').replaceAll('\\n', '\n')
  return { text, attachments: text.length < line.replaceAll('\\n', '\n').length ? [PICTURE] : [] }
}

function takenBack(before: readonly Before[], words: string): string {
  const said = before.findLast(({ line }) => !line.startsWith('[撤回') && line.includes(words))
  if (!said) throw new Error(`nothing was said with “${words}”`)
  return said.id
}
