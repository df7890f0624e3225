import { findNumbers } from '../../appeal/reference.ts'
import type { AppealNumber } from '../../model/appeal.ts'
import type { Heard } from '../hear.ts'
import type { StaffCommand } from './act.ts'

/** Looking at a case changes nothing. */
export type Look = 'open' | 'history' | 'alike' | 'templates' | 'reference' | 'said' | 'more-actions'
export type Verb = StaffCommand | Look

/** What staff write for a command; `=` stands before what it then begins with. */
export const VERBS: Readonly<Record<string, Verb | `classify=${string}`>> = {
  受理: 'accept',
  不予受理: 'decline',
  不受理: 'decline',
  驳回: 'decline',
  派单: 'dispatch',
  派: 'dispatch',
  改派: 'dispatch',
  转办: 'dispatch',
  转给: 'dispatch',
  改类别: 'classify',
  类别: 'classify',
  改类型: 'classify=kind',
  类型: 'classify=kind',
  涉及单位: 'classify=against',
  被反映单位: 'classify=against',
  保密: 'classify=sealed',
  不保密: 'classify=open',
  签收: 'acknowledge',
  开始办理: 'start',
  开始: 'start',
  退单: 'return',
  退回: 'return',
  补正: 'ask-back',
  继续办理: 'resume',
  继续: 'resume',
  延期: 'extend',
  回复: 'reply',
  办结: 'conclude',
  结案: 'conclude',
  完成: 'conclude',
  接管对话: 'talk',
  接管: 'talk',
  结束对话: 'end-talk',
  领取审核: 'review',
  审核: 'review',
  审核通过: 'pass',
  通过: 'pass',
  退回修改: 'send-back',
  督办: 'supervise',
  批示: 'instruct',
  并单: 'merge',
  并入: 'merge',
  拆单: 'unmerge',
  转送: 'transfer',
  终止: 'terminate',
  批准: 'approve',
  同意: 'approve',
  不批准: 'refuse',
  不同意: 'refuse',
  备注: 'note',
  联系方式: 'contact',
  电话: 'contact',
  联系企业: 'contact',
  附件: 'files',
  历史: 'history',
  查看: 'open',
  打开: 'open',
  case: 'open',
  看内容: 'said',
  同类: 'alike',
  相似: 'alike',
  模板: 'templates',
  参考: 'reference',
  更多操作: 'more-actions',
}

const WORDS = Object.keys(VERBS)
  .sort((a, b) => b.length - a.length)
  .join('|')
const CHARACTER = '[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]'
const NUMBER = `[qQｑＱ]{2}[-－\\s]?${CHARACTER}{4}[-－\\s]?${CHARACTER}{4}`
const BREAK = '[\\s:：,，]*'
/** “派单 …”, “QQ-… 派单 …”, “把QQ-…派给…”: the number in front, the verb, and what is behind it. */
const SPOKEN = new RegExp(`^(?:[把将]?(${NUMBER})${BREAK})?/?(${WORDS})${BREAK}(.*)$`, 'su')
const PLAINLY = new RegExp(
  `^(?:/?(?:${WORDS})(?:$|[\\s:：]|${NUMBER})|[把将]?${NUMBER}${BREAK}(?:$|(?:${WORDS})(?:$|[\\s:：给到])))`,
  'u',
)
/** Without its QQ it may be any word, and with less than all of it still something meant for a number. */
const LIKE = `(?:(?:[qQｑＱ]{2}[-－\\s]?)?${CHARACTER}{4}[-－\\s]?${CHARACTER}{4}|[qQｑＱ]{2}[-－][0-9A-Za-z-]{2,10})`
const PLACES = [
  new RegExp(`^(${LIKE})(?!${CHARACTER})[\\s:：,，.。]*`, 'u'),
  new RegExp(`(?:^|[\\s:：,，])+(${LIKE})[\\s。.]*$`, 'u'),
]

/** A command, or the number of a case to open, and nothing that could be the words another waits for. */
export function isCommand(line: string): boolean {
  return PLAINLY.test(line)
}

export interface Spoken {
  readonly verb: Verb
  /** The case named; undefined where the one just opened is meant. */
  readonly number: AppealNumber | undefined
  /** What stands where the number does, and is none: no other case is meant by it. */
  readonly mistyped?: string | undefined
  readonly rest: string
}

/**
 * “派单 QQ-7K3M-9XPF 市工信局”: a verb, the number where it is not the case just opened, and the words. The number stands
 * before or behind the verb, or at the end; in the midst of the words it is something they tell.
 */
export function spokenVerb({ line, text }: Heard): Spoken | undefined {
  const [, front, word = '', said = ''] = SPOKEN.exec(text) ?? []
  const { good } = findNumbers(line)
  const known = VERBS[word]
  if (!known) return good[0] && line.length < 20 ? { verb: 'open', number: good[0], rest: '' } : undefined
  const [verb = '', what] = known.split('=')
  // “并入 QQ-…” names the one it goes into; a number before that is the one that goes.
  if (verb === 'merge') {
    const [first, second] = good
    return { verb, number: second ? first : undefined, rest: second ?? first ?? said.trim() }
  }
  const { rest, ...named } = front ? { ...numberIn(front), rest: said.trim() } : apart(said)
  return { verb: verb as Verb, ...named, rest: what ? `${what}=${rest}` : rest }
}

/** The number at the beginning or the end of what was said, and the words without it. */
function apart(said: string): Omit<Spoken, 'verb'> {
  for (const place of PLACES) {
    const named = numberIn(place.exec(said)?.[1] ?? '')
    if (named.number || named.mistyped) return { ...named, rest: said.replace(place, '').trim() }
  }
  return { number: undefined, rest: said.trim() }
}

function numberIn(written: string): Pick<Spoken, 'number' | 'mistyped'> {
  const { good, mistyped } = findNumbers(written)
  const short = /^[qQｑＱ]{2}[-－]/u.test(written) ? written : undefined
  return good[0] ? { number: good[0] } : { number: undefined, mistyped: mistyped[0] ?? short }
}
