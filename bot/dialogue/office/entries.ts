import { mask } from '../../appeal/redact.ts'
import type { Waiting } from '../../model/conversation.ts'
import type { Entry, EntryId } from '../../model/gap.ts'
import type { Choice } from '../../model/reply.ts'
import type { EntryFound } from '../../ports/appeal-store.ts'
import { gapText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import type { Turn } from '../turn.ts'
import { approve, staffName } from './approve.ts'
import { problemOf, proposeAnswer, tellsOfSomebody } from './gaps.ts'
import { readUntil } from './until.ts'

type EntryWords = Extract<Waiting, { for: 'entry-words' }>
type Edit = Exclude<EntryWords['command'], 'answer'>

const LISTED = 12
const SHORTEST_QUESTION = 4
const LONGEST_QUESTION = 100

const EDITS: Readonly<Record<string, Edit>> = {
  改答复: 'reanswer',
  改问法: 'question',
  改有效期: 'until',
  有效期: 'until',
  驳回: 'reject',
  撤下草稿: 'reject',
}
const EDIT = new RegExp(`^/?(${Object.keys(EDITS).join('|')})(?:至|到|为)?[\\s:：,，]*(.+)$`, 'su')

const LIST = /^\/?(?:entries|问答|答复列表)(?:\s+(\S.{0,30}))?$/iu
/** What people say for what stands on a choice. */
const MEANS: readonly (readonly [RegExp, string])[] = [
  [/^\/?(?:核准|同意|批准|通过|审核通过|可以用)[。!！]?$/u, 'entry-approve'],
  [/^\/?(?:停用|下架|作废|不再使用)[。!！]?$/u, 'entry-retire'],
]

/** Commands about answers of staff; what is said without naming one is about the one just opened. */
export function entryCommand(turn: Turn, { line, text }: Heard, offered: readonly Choice[]): boolean {
  const list = LIST.exec(line)
  if (list) {
    listEntries(turn, list[1])
    return true
  }
  const open = offered.find(({ id }) => id.startsWith('entry-'))?.id.split(':')[1]
  const meant = MEANS.find(([words]) => words.test(line))?.[1]
  if (open && meant) return pressEntry(turn, offered.find(({ id }) => id.startsWith(meant))?.id ?? `${meant}:${open}`)
  const edit = open ? EDIT.exec(text) : null
  const command = EDITS[edit?.[1] ?? '']
  if (!open || !edit || !command) return false
  withEntry(turn, open, (entry) => change(turn, entry, command, edit[2] ?? ''))
  return true
}

export function pressEntry(turn: Turn, id: string): boolean {
  const [verb = '', of = '', stamp = ''] = id.split(':')
  const command = Object.values(EDITS).find((one) => verb === `entry-${one}`)
  if (verb === 'entry') withEntry(turn, of, (entry) => showEntry(turn, entry))
  else if (verb === 'entry-approve') withEntry(turn, of, (entry) => approveSeen(turn, entry, stamp))
  else if (verb === 'entry-retire') withEntry(turn, of, (entry) => retire(turn, entry.value))
  else if (command) withEntry(turn, of, (entry) => change(turn, entry, command, ''))
  else return false
  return true
}

/** The words that a press was waiting for. */
export function takeEntryWords(turn: Turn, { command, of }: EntryWords, text: string): void {
  if (command === 'answer') proposeAnswer(turn, of, text)
  else withEntry(turn, of, (entry) => change(turn, entry, command, text))
}

function withEntry(turn: Turn, id: EntryId, use: (entry: EntryFound) => void): void {
  const found = turn.read({ kind: 'entry', id })
  if (found?.entry) use(found.entry)
  else if (found) turn.say(gapText.unknownEntry)
}

function listEntries(turn: Turn, words?: string): void {
  const found = turn.read({ kind: 'entries', where: { states: ['proposed', 'approved'] } })
  if (!found) return
  const has = (text = '') => words === undefined || text.includes(words)
  const entries = found.entries.map(({ value }) => value).filter(({ question, answer }) => has(question) || has(answer))
  const waiting = entries.filter(({ state }) => state === 'proposed')
  const inUse = entries.filter(({ state }) => state === 'approved')
  turn.say(
    gapText.entryList(waiting.length, inUse.length, LISTED, words),
    [...waiting, ...inUse]
      .slice(0, LISTED)
      .map((entry) => choice(gapText.entryLine(entry, turn.today), 'entry', entry.id)),
  )
}

/** What it answers: as staff put it, or else in the words asked most. */
const questionOf = ({ value, wordings }: EntryFound): string | undefined => value.question ?? wordings[0]

function showEntry(turn: Turn, found: EntryFound): void {
  const { value: entry, wordings } = found
  const question = questionOf(found)
  const others = wordings.filter((one) => one !== question)
  turn.say(
    gapText.entryCard({ entry, question, others, today: turn.today, warns: tellsOfSomebody(entry.answer) }),
    actions(turn, found),
  )
}

function actions(turn: Turn, found: EntryFound): Choice[] {
  const { id, state, writer } = found.value
  const { ACT } = gapText
  if (state === 'approved') return [choice(ACT.retire, 'entry-retire', id)]
  if (state !== 'proposed') return []
  const own = writer.id === turn.party.id
  return [
    ...(own ? [] : [choice(ACT.approve, 'entry-approve', id, stampOf(found))]),
    choice(ACT.reanswer, 'entry-reanswer', id),
    choice(ACT.question, 'entry-question', id),
    choice(ACT.until, 'entry-until', id),
    choice(own ? ACT.drop : ACT.reject, 'entry-reject', id),
  ]
}

/** Changes when anything does that the approver answers for (FNV-1a, 32 bits: it guards against an oversight, not an attack). */
function stampOf(found: EntryFound): string {
  const { answer, until } = found.value
  let hash = 0x811c9dc5
  for (const unit of `${questionOf(found)}\n${answer}\n${until}`)
    hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0).toString(36)
}

/** Nobody approves his own words, nor what he has not seen. */
function approveSeen(turn: Turn, found: EntryFound, stamp: string): void {
  const { value: entry } = found
  const question = questionOf(found)
  if (entry.state !== 'proposed') return turn.say(gapText.notNow(entry.state))
  if (entry.writer.id === turn.party.id) return turn.say(gapText.ownWords)
  if (entry.until < turn.today) return turn.say(gapText.runOut, actions(turn, found))
  if (question === undefined) return turn.say(gapText.wordingMissing, actions(turn, found))
  if (stamp !== stampOf(found)) {
    turn.say(gapText.seeAgain)
    return showEntry(turn, found)
  }
  approve(turn, entry, question)
}

function change(turn: Turn, found: EntryFound, command: Edit, text: string): void {
  const { value: entry } = found
  if (entry.state !== 'proposed') return turn.say(gapText.notNow(entry.state))
  const dropsOwn = command === 'reject' && entry.writer.id === turn.party.id
  if (text === '' && !dropsOwn) return ask(turn, entry, command, gapText.writeNew[command])
  switch (command) {
    case 'reanswer': {
      const problem = problemOf(text)
      return problem ? ask(turn, entry, command, problem) : edit(turn, found, { answer: text })
    }
    case 'question':
      if (text.length < SHORTEST_QUESTION) return ask(turn, entry, command, gapText.tooShort)
      return edit(turn, found, { question: mask(text.replace(/\s+/gu, ' ')).slice(0, LONGEST_QUESTION) })
    case 'until': {
      const until = readUntil(text, turn.today)
      return until ? edit(turn, found, { until }) : ask(turn, entry, command, gapText.badUntil)
    }
    case 'reject':
      turn.recordEntry(entry, { type: 'rejected', data: { ...(text && { reason: text.slice(0, 200) }) } })
      if (!dropsOwn)
        turn.tellOf(
          turn.party.id,
          turn.desk.reach({ room: 'intake' }),
          gapText.wasRejected(entry.answer, staffName(turn), text),
        )
      turn.say(gapText.rejected)
  }
}

function ask(turn: Turn, { id }: Entry, command: Edit, text: string): void {
  turn.say(text)
  turn.wait({ for: 'entry-words', command, of: id })
}

function edit(turn: Turn, found: EntryFound, data: { question?: string; answer?: string; until?: string }): void {
  const value = turn.recordEntry(found.value, { type: 'edited', data })
  turn.say(gapText.edited)
  showEntry(turn, { ...found, value })
}

function retire(turn: Turn, entry: Entry): void {
  if (entry.state !== 'approved') return turn.say(gapText.notNow(entry.state))
  turn.recordEntry(entry, { type: 'retired', data: {} })
  turn.say(gapText.retired)
}
