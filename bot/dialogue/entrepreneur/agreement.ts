import { triage } from '../../appeal/triage/triage.ts'
import { privacyText } from '../../texts/zh-cn.ts'
import type { Heard } from '../hear.ts'
import { isQuestion } from '../intake/gather.ts'
import { beginIntake } from '../intake/intake.ts'
import { lodgeQuestion } from '../intake/lodge.ts'
import { keepProfile } from '../own/profile.ts'
import { endsAsking } from '../question/question.ts'
import { consult } from '../question/topic.ts'
import { isNo, isYes, readAnswer } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { afresh } from './afresh.ts'
import { consentChoices, type Held } from './consent.ts'
import { answerService } from './service.ts'
import { greets } from './small-talk.ts'
import { SWEARING } from './swearing.ts'
import { isAgain } from './unspoken.ts'

const AGREES = /^(?:我|好[的吧]?|行[了吧]?|嗯|可以|当然|算了|那|就|都|吧|[,，\s])*同意/u
/** In characters; “同意书要怎么写” is a question. */
const LONGEST = 14
const REFUSES =
  /^(?:我|那|就|还是|坚决)*(?:不|不能|不想|没法)(?:同意|授权)|^拒绝|^我?(?:又)?(?:不是|没)(?:要|想)(?:投诉|登记|反映|举报)|^我?(?:就|只|随便)?是?想?问问(?:而已|的)?[。!]*$/u

/** “同意” or “不同意” to the notice on personal data; false when it is neither. */
export function answersNotice(turn: Turn, { line }: Heard, held: Held): boolean {
  if (isYes(line) || (AGREES.test(line) && line.length <= LONGEST && !isQuestion(line))) agree(turn, held)
  else if (REFUSES.test(line) || isNo(line)) refuse(turn)
  else return false
  return true
}

/** He agreed: what he told goes on where it stopped, and nothing is asked twice. */
export function agree(turn: Turn, { as, text, attachments }: Held): void {
  const { version } = turn.desk.catalog.privacy
  turn.person = { ...turn.person, consent: { at: turn.desk.now, version } }
  drop(turn)
  if (as === 'intake') beginIntake(turn, text, attachments)
  else if (as === 'question') lodgeQuestion(turn, text, attachments)
  else keepProfile(turn, text)
}

/** He did not: nothing of it is kept, and questions are answered as before. */
export function refuse(turn: Turn): void {
  drop(turn)
  turn.say(privacyText.refused(turn.desk.catalog))
}

const HURRIES = /^.{0,3}(?:快点|快些|赶紧|搞快).{0,4}$/u
const URGES = /快|急|等|烦|[啊呢吧呀嘛]$|^(?:不(?:晓得|知道|清楚)|搞什么|有完没完|确认|提交|好的)/u

/** Anything else, while the notice waits: a question is answered, what is told is kept with the rest. */
export function beforeAgreement(turn: Turn, heard: Heard, held: Held): void {
  const { line, text, attachments } = heard
  const { asks, kind, tells } = triage(line, turn.desk.catalog, turn.desk.cut)
  if (SWEARING.test(line) && line.length < 12) return saysThatItWaits(turn)
  if (answerService(turn, line) || greets(turn, line)) return turn.say(privacyText.stillWaits)
  const found = () => consult(turn, line).answer.kind === 'found'
  if (line !== '' && !tells && (isQuestion(line) || endsAsking(line) || (asks && found()))) {
    afresh(turn, heard, undefined)
    return turn.say(privacyText.stillWaits)
  }
  // “快点啊” tells nothing; “西河区住建局” answers what will be asked.
  const nothing = line.length < 4 || URGES.test(line)
  if ((kind === 'chat' || HURRIES.test(line)) && attachments.length === 0 && nothing && !saysSomething(turn, line))
    return saysThatItWaits(turn)
  const told = [held.text, text].filter(Boolean).join('\n')
  turn.conversation = {
    ...turn.conversation,
    held: { ...held, text: told, attachments: [...held.attachments, ...attachments] },
  }
  saysThatItWaits(turn, true)
}

/** In full the first time, then in short. */
function saysThatItWaits(turn: Turn, noted = false): void {
  const again = isAgain(turn, 'waits', 600_000)
  turn.conversation = { ...turn.conversation, unspoken: { kind: 'waits', at: turn.desk.now } }
  const short = noted ? privacyText.alsoNoted : privacyText.waitsShort
  turn.say(again ? short : privacyText.waits, consentChoices)
}

/** A number, a day, a place: it answers what will be asked. */
function saysSomething(turn: Turn, line: string): boolean {
  const { catalog } = turn.desk
  const reads = (['area', 'since'] as const).some((slot) => 'value' in readAnswer(slot, line, catalog, turn.today))
  return reads || /[\d一二三四五六七八九十百千万]|^我?姓/u.test(line)
}

function drop(turn: Turn): void {
  const { held: _, aside: __, ...rest } = turn.conversation
  turn.conversation = rest
}
