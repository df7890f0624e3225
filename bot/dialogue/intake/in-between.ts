import { isOpen } from '../../appeal/states.ts'
import type { Intake, Slots } from '../../model/slots.ts'
import { intakeText } from '../../texts/zh-cn.ts'
import type { Heard } from '../hear.ts'
import { mentionsAppeal } from '../own/status.ts'
import type { Turn } from '../turn.ts'
import { categoryOf, summaryOrder } from './slots.ts'

/** What was heard in a line that leaves the question open. */
export function saysBesides(gained: Slots, line: string, category: string, intake: Intake, turn: Turn): string {
  if (gained.matter === undefined) return intakeText.heardBesides(summaryOrder(gained).filter((slot) => slot in gained))
  const { otherwise } = turn.desk.catalog
  const { category: before } = categoryOf(intake.slots, turn.desk)
  const anew = /^我?(?:还|又|也|再)?(?:要|想)?(?:投诉|举报|反映)/u.test(line)
  return anew || ![otherwise, before.id].includes(category) ? intakeText.alsoInMatter : intakeText.inMatter
}

const PROGRESS =
  /^(?:我的|那|这个?|这事|到底|你们|登记)*(?:查?进[度展]|办得?(?:怎么|咋)样|(?:怎么|咋|还)(?:还)?没(?:有)?(?:动静|办|好|消息|回|结果|弄|人|下文)|有(?:结果|消息|动静|进展|回音)了?(?:没|吗|不)|(?:办|弄|搞)[好完]了?(?:没|吗|不)|(?:什么|啥)时候能?(?:办?好|有结果|给钱|回复)|几时能?(?:办?好|有结果|给钱|回)|多久能?(?:办好|有结果|好|回复))(?:[了得有]|复|人|啊|呢|的|呀|[?！!。])*$/u

/** “咋还没动静” about what is not handed in yet: it is said that it is not. False where the line is about something else. */
export function asksHowItStands(turn: Turn, heard: Heard): boolean {
  const { intake } = turn.conversation
  const open = intake?.asked === 'matter' || intake?.asked === 'wish'
  if (!intake || open || heard.line.length > 14 || !PROGRESS.test(heard.line)) return false
  if (!turn.own.some(({ state }) => isOpen(state)) || !mentionsAppeal(turn, heard)) turn.say(intakeText.notHandedIn)
  return true
}
