import { triage } from '../../appeal/triage/triage.ts'
import type { Attachment } from '../../model/message.ts'
import type { Intake, SlotName, Slots } from '../../model/slots.ts'
import { intakeText, sentText, talk } from '../../texts/zh-cn.ts'
import { consented } from '../entrepreneur/consent.ts'
import { answerService } from '../entrepreneur/service.ts'
import { isCourtesy, isHello } from '../entrepreneur/small-talk.ts'
import { SWEARING } from '../entrepreneur/swearing.ts'
import { type Heard, isCaption } from '../hear.ts'
import {
  type Correction,
  isSkip,
  isYes,
  type ReadingProblem,
  readAll,
  readAnswer,
  readCorrection,
} from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { saidOnly, withAside } from './aside.ts'
import { askInPassing, askNext, fill, leaveOut, PATIENCE, showSummary, skipAsked, wayOut } from './asking.ts'
import { gather, isQuestion } from './gather.ts'
import { saysBesides } from './in-between.ts'
import { HAS_NO_FIRM, isAnotherMatter, namesOffice, outOfTurn, unlessTold } from './out-of-turn.ts'
import { review } from './review.ts'
import { fromBefore, groupOf, isOptional, matterIn, summaryOrder, toldIn, withRead } from './slots.ts'

/** Starts to register what this text tells; all that it already says is not asked again. */
export function beginIntake(turn: Turn, told: string, files: readonly Attachment[]): void {
  const { text, attachments } = withAside(turn, { text: told, attachments: files })
  if (!consented(turn, { as: 'intake', text, attachments })) return
  const { catalog, cut, simplify } = turn.desk
  const line = simplify(saidOnly(text))
  const read = { ...areaIn(turn, text), ...ownArea(turn, readAll(line, catalog, turn.today)) }
  const spoken = triage(line, catalog, cut).kind
  const kind = read.kind ?? (spoken === 'chat' || spoken === 'consultation' ? 'help' : spoken)
  const all = toldIn(text)
  const matter = matterIn(all)
  turn.conversation = {
    ...turn.conversation,
    intake: {
      stage: 'asking',
      slots: { ...fromBefore(turn.person), ...read, kind, ...(matter && { matter }) },
      misses: 0,
      skipped: [],
      attachments,
      told: all,
      editing: false,
    },
  }
  if (attachments.length > 0) turn.say(intakeText.attached(attachments.length))
  const doubt = doubtfulUscc(turn, text, read)
  if (doubt) turn.say(doubt)
  turn.say(`${intakeText.begin}${intakeText.beginHint}`)
  askNext(turn)
}

/** 西河区税务局 says where that office is; where he himself is, is known. */
function ownArea({ person, desk }: Turn, { area, ...read }: Slots): Slots {
  const names = desk.catalog.areas.find(({ name }) => name === area)
  const ofOther = names && [names.name, ...names.also].some((name) => read.respondent?.startsWith(name))
  return area === undefined || (ofOther && person.known.area !== undefined) ? read : { ...read, area }
}

/** Where the place is that he sent with it. */
function areaIn(turn: Turn, text: string): Slots {
  const place = sentText.PLACE.exec(text)?.[1]
  const area = place ? readAnswer('area', place, turn.desk.catalog, turn.today) : undefined
  return area && 'value' in area ? { area: area.value } : {}
}

/** Says where a half-finished intake stands; after a restart it goes on from there. */
export function resumeIntake(turn: Turn): void {
  const { intake } = turn.conversation
  if (!intake) return
  if (intake.stage === 'summary') return showSummary(turn, intake)
  turn.say(intakeText.resumed)
  askNext(turn)
}

export function continueIntake(turn: Turn, heard: Heard, intake: Intake): void {
  const caption = isCaption(heard)
  const { matter } = intake.slots
  // What the files are goes with the matter, and answers nothing.
  const slots =
    caption && matter ? { ...intake.slots, matter: `${matter}\n${sentText.caption(heard.text)}` } : intake.slots
  const kept = { ...intake, slots, attachments: [...intake.attachments, ...heard.attachments] }
  turn.conversation = { ...turn.conversation, intake: kept }
  if (heard.line === '' || caption) {
    turn.say(intakeText.attached(kept.attachments.length))
    return kept.stage === 'summary' ? showSummary(turn, kept) : askNext(turn)
  }
  if (intake.stage === 'summary') return review(turn, heard, kept)
  takeAnswer(turn, heard, kept)
}

/** Neither an answer nor a question: a courtesy, or a command that has its time later. */
const BESIDE =
  /^(你好|您好|在吗|谢谢.{0,2}|等一下|等等|稍等|继续|[啥什]么?意思啊?|(?:你)?(?:倒是)?(?:说话|回话|吭声)[啊呀]?|同意|提交|确认|补充|撤回|催办|进度|是|是的|好的?|登记(?!错)|帮我登记|重新登记|刚才说到哪了?|能不能快点|快点)[。!?]*$/u

function takeAnswer(turn: Turn, heard: Heard, intake: Intake): void {
  const { line, text } = heard
  const { catalog, cut } = turn.desk
  const asked = intake.asked ?? 'matter'
  const waved = isSkip(line, asked) || (isOptional(asked) && isYes(line) && !/^(?:是|要|需要|嗯|对)/u.test(line))
  if (waved && asked !== 'matter') return skipAsked(turn, intake)
  const group = intake.editing ? [asked] : groupOf(asked, intake, turn.desk)
  // “对方是机关” says what it is asked for, and does not put a name right.
  const isOwed = asked === 'arrears' && 'value' in readAnswer('arrears', line, catalog, turn.today)
  const correction = isOwed ? null : readCorrection(line, catalog, turn.today, summaryOrder(intake.slots), intake.slots)
  // “叫李五，写错了” in answer to the question for the name is an answer like any other.
  const isAnswer = correction && group.includes(correction.slot) && intake.slots[correction.slot] === undefined
  if (correction && !isAnswer && takeCorrection(turn, intake, correction)) return

  const told = triage(line, catalog, cut)
  if (isAnotherMatter(turn, line, asked, intake)) {
    turn.say(intakeText.alsoInMatter)
    return fill(turn, intake, { matter: `${intake.slots.matter}\n${text}` })
  }
  if (namesOffice(line, group, intake.slots)) {
    turn.say(intakeText.heardBesides(['respondent']))
    return fill(turn, intake, { respondent: line })
  }
  const { read: all, hits, structured } = gather(turn, line, asked, group, intake, correction)
  const read = unlessTold(all, group, intake.slots)
  if (Object.keys(read).length === 0 && isAside(line)) return goOn(turn)
  if (!hits && answerService(turn, line)) return goOn(turn)
  if (!hits && told.asks && !told.tells && isQuestion(line)) return digress(turn, line)
  if (asked === 'matter') return takeMatter(turn, intake, text, read)

  // Whoever tells more of his trouble while being asked for a detail is not to lose it, nor is it the detail.
  const nothing = Object.keys(read).length === 0
  const long = line.length >= 20 || (nothing && line.length >= 6) || (!(asked in read) && line.length >= 12)
  const story = asked === 'confidential' ? line.length >= 4 : (told.tells && long) || (nothing && line.length >= 15)
  const beside = !structured || (asked === 'respondent' && !(asked in read))
  const tellsMore = story && beside && intake.slots.matter !== undefined && !intake.editing
  const { [asked]: _, ...besides } = read
  if (asked === 'enterprise' && !('enterprise' in read) && !tellsMore && HAS_NO_FIRM.test(line)) {
    turn.say(intakeText.noFirmNeeded)
    return fill(turn, intake, read, ['enterprise'])
  }
  const wish = nothing && !tellsMore ? outOfTurn(turn, line, asked, intake) : undefined
  const gained: Slots = tellsMore ? { ...besides, matter: `${intake.slots.matter}\n${text}` } : { ...read, ...wish }
  if (Object.keys(gained).length === 0) return miss(turn, intake, line, asked)
  // Who is asked the same again is told that he was heard.
  if (!group.some((slot) => slot in gained)) turn.say(saysBesides(gained, line, told.category, intake, turn))
  const slots = withRead(intake.slots, gained)
  const doubt = doubtfulPhone(turn, line, group, slots) ?? doubtfulUscc(turn, line, slots)
  if (doubt) turn.say(doubt)
  // One question about what is optional is enough, once it was answered.
  const settled = isOptional(asked) && !tellsMore ? group.filter((slot) => slot === 'arrears' || !(slot in gained)) : []
  fill(turn, intake, gained, settled)
}

/** Courtesies, a bare yes, a curse: nothing that was asked for, and nothing wrong either. */
function isAside(line: string): boolean {
  const polite = isYes(line) || isCourtesy(line.replace(/^(?:好的?|行|嗯|ok)[,，\s]*(?=.)/iu, '')) || isHello(line)
  const cross = SWEARING.test(line) && line.length <= 12
  return BESIDE.test(line) || polite || cross || !/[\p{L}\p{N}]/u.test(line)
}

/** “电话改成…” in the middle of the questions. False where it corrects nothing that can be told here. */
function takeCorrection(turn: Turn, intake: Intake, { slot, reading, remove }: Correction): boolean {
  if (remove) {
    leaveOut(turn, intake, slot)
    return true
  }
  if (!reading) return false
  if ('problem' in reading) {
    if (intake.slots[slot] === undefined && intake.asked !== slot) return false
    turn.say(intakeText.PROBLEM[reading.problem])
    goOn(turn)
    return true
  }
  const read = { [slot]: reading.value }
  if (intake.slots[slot] !== undefined) turn.say(intakeText.changed(slot, withRead(intake.slots, read)))
  else if (intake.asked && !groupOf(intake.asked, intake, turn.desk).includes(slot))
    turn.say(intakeText.heardBesides([slot]))
  fill(turn, intake, read)
  return true
}

/** What happened may come in pieces; after one more try any piece will do. */
function takeMatter(turn: Turn, intake: Intake, text: string, read: Slots): void {
  const told = intake.editing ? text : [intake.told, text].filter(Boolean).join(' ')
  const { matter: _, ...rest } = read
  const enough = matterIn(told) ?? (intake.misses > 0 ? told : undefined)
  if (enough) return fill(turn, intake, { ...rest, matter: enough })
  turn.conversation = {
    ...turn.conversation,
    intake: { ...intake, told, slots: { ...intake.slots, ...rest }, asked: 'matter', misses: intake.misses + 1 },
  }
  turn.say(intakeText.PROBLEM['too-short'])
}

/** Digits that were meant as a telephone number and are none. */
function doubtfulPhone(turn: Turn, line: string, group: readonly SlotName[], slots: Slots): string | null {
  if (!group.includes('phone') || slots.phone || !/\d{7}/.test(line.replace(/[\s-]/g, ''))) return null
  const problem = phoneProblem(turn, line)
  return problem && intakeText.PROBLEM[problem]
}

/** What looks like a credit code and is none is not left out without a word. */
function doubtfulUscc(turn: Turn, text: string, slots: Slots): string | null {
  const code = /(?<![0-9A-Za-z])(?=[0-9]*[A-Za-z])[0-9A-Za-z]{17,19}(?![0-9A-Za-z])/u.exec(text)?.[0]
  if (!code || slots.uscc) return null
  const reading = readAnswer('uscc', code, turn.desk.catalog, turn.today)
  return 'problem' in reading ? `${intakeText.PROBLEM[reading.problem]}${intakeText.usccLater}` : null
}

function phoneProblem(turn: Turn, line: string): ReadingProblem | null {
  const digits = /\d[\d\s-]{6,}/.exec(line)?.[0] ?? line
  const reading = readAnswer('phone', digits.trim(), turn.desk.catalog, turn.today)
  return 'problem' in reading ? reading.problem : null
}

/** Says what was wrong with the answer, with an example; the second time it may be skipped, or a person is offered. */
function miss(turn: Turn, intake: Intake, line: string, asked: SlotName): void {
  const reading = readAnswer(asked, line, turn.desk.catalog, turn.today)
  const digits = asked === 'contact' && /^[\d\s+-]{7,}$/.test(line)
  const problem = (digits ? phoneProblem(turn, line) : null) ?? ('problem' in reading ? reading.problem : 'too-short')
  const misses = intake.misses + 1
  turn.conversation = { ...turn.conversation, intake: { ...intake, asked, misses } }
  const help = misses >= PATIENCE || asked === 'area' ? wayOut(turn, asked) : []
  const what =
    asked === 'respondent' && reading
      ? intakeText.respondentUnclear
      : asked === 'enterprise' && problem === 'too-short'
        ? intakeText.PROBLEM['enterprise-unclear']
        : intakeText.PROBLEM[problem]
  turn.say(misses < PATIENCE ? what : `${what}\n${asked === 'matter' ? talk.orHuman : intakeText.mayStop}`, help)
}

/** A question in the middle is answered, and then it goes on where it was. */
function digress(turn: Turn, question: string): void {
  askInPassing(turn, question)
  goOn(turn)
}

function goOn(turn: Turn): void {
  turn.say(intakeText.backTo)
  askNext(turn)
}
