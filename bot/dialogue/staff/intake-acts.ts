import { showNumber } from '../../appeal/reference.ts'
import { isOpen } from '../../appeal/states.ts'
import { acceptedDeadlines, classifiedDeadlines } from '../../appeal/time/deadlines.ts'
import { type Appeal, AppealKind, isSealed } from '../../model/appeal.ts'
import { KIND } from '../../texts/zh-cn/words.ts'
import { noticeText, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { caseName } from '../own/case-name.ts'
import { type Happening, type Turn, words } from '../turn.ts'
import { type Act, answer, askWords, chosenOf, done, offer } from './acting.ts'
import { categoryName, unitName } from './announce.ts'
import { unitsMeant } from './units.ts'

export const accept: Act = (turn, appeal) => {
  dropDeclining(turn, appeal)
  const deadlines = acceptedDeadlines(appeal, turn.desk)
  const after = turn.record(appeal.number, { type: 'accepted', data: { deadlines } })
  turn.tellOwner(after, noticeText.accepted(caseName(turn, after), after, turn.today))
  done(turn, 'accept', after)
}

/** What begins with acceptance may end earlier than could be said before. */
export function takeIn(turn: Turn, appeal: Appeal): Appeal {
  dropDeclining(turn, appeal)
  const deadlines = acceptedDeadlines(appeal, turn.desk)
  return turn.record(appeal.number, { type: 'accepted', data: deadlines.length > 0 ? { deadlines } : {} })
}

/** What is accepted is not to be declined any more: nobody shall approve that behind what the entrepreneur was told. */
function dropDeclining(turn: Turn, { number, pending }: Appeal): void {
  if (pending?.what !== 'decline') return
  turn.record(number, { type: 'proposal-refused', data: { what: 'decline' }, personal: words('') })
}

type Classified = Extract<Happening, { type: 'classified' }>['data']

/** What is put right, as it stands before the words: `kind`, `against`, `sealed`, `open`, else the category. */
export const classify: Act = (turn, appeal, { rest, chosen }) => {
  const [what = '', ...value] = rest.split('=')
  const named = value.length > 0
  switch (chosen ?? (named ? what : '')) {
    case 'kind':
      return classifyKind(turn, appeal, named ? value.join('=') : rest)
    case 'against':
      return classifyAgainst(turn, appeal, named ? value.join('=') : rest)
    case 'sealed':
    case 'open':
      return seal(turn, appeal, (chosen ?? what) === 'sealed')
    default:
      return classifyCategory(turn, appeal, rest)
  }
}

function classifyCategory(turn: Turn, appeal: Appeal, said: string): void {
  const { categories } = turn.desk.catalog
  const name = said.replace(/^[为成到]/u, '')
  const fitting = categories.filter((one) => name.length > 1 && one.name.includes(name))
  const chosen = chosenOf(categories, name)?.one ?? (fitting.length === 1 ? fitting[0] : undefined)
  if (!chosen) {
    const shown = categories.filter(({ id }) => id !== appeal.category)
    const question = name
      ? `${staffText.unknownCategory(name)}\n\n${staffText.chooseCategory}`
      : staffText.chooseCategory
    offer(turn, appeal, question, [
      ...shown.map(({ id, name }) => choice(name, 'classify', appeal.number, id)),
      choice(staffText.CHANGE.kind, 'classify', appeal.number, 'kind='),
      choice(staffText.CHANGE.against, 'classify', appeal.number, 'against='),
      isSealed(appeal)
        ? choice(staffText.CHANGE.open, 'classify', appeal.number, 'open=')
        : choice(staffText.CHANGE.sealed, 'classify', appeal.number, 'sealed='),
    ])
    return turn.wait({ for: 'staff-words', number: appeal.number, command: 'classify' })
  }
  put(turn, appeal, { category: chosen.id })
}

function classifyKind(turn: Turn, appeal: Appeal, said: string): void {
  const kind = AppealKind.options.find((one) => one === said || (said !== '' && said.includes(KIND[one])))
  // What was lodged as a tip-off stays sealed, whatever it is called from now on.
  const staysSealed = appeal.kind === 'tip-off' && kind !== 'tip-off' && !appeal.confidential
  if (kind) return put(turn, appeal, { kind, ...(staysSealed && { confidential: true }) })
  offer(
    turn,
    appeal,
    staffText.chooseKind,
    AppealKind.options.map((one) => choice(KIND[one], 'classify', appeal.number, `kind=${one}`)),
  )
  turn.wait({ for: 'staff-words', number: appeal.number, command: 'classify', chosen: 'kind' })
}

function classifyAgainst(turn: Turn, appeal: Appeal, said: string): void {
  if (/^(?:无|没有|不涉及)$/u.test(said)) return put(turn, appeal, { against: [] })
  const { units, unknown } = unitsMeant(said, turn.desk.catalog.units)
  if (units.length > 0 && unknown.length === 0) return put(turn, appeal, { against: units.map(({ id }) => id) })
  const text = staffText.whichAgainst(showNumber(appeal.number))
  const [first] = unknown
  askWords(turn, appeal, 'classify', { chosen: 'against' }, first ? `${staffText.unknownUnit(first)}\n${text}` : text)
}

function seal(turn: Turn, appeal: Appeal, confidential: boolean): void {
  if (confidential || appeal.kind !== 'tip-off') return put(turn, appeal, { confidential })
  answer(turn, appeal, staffText.alwaysSealed(showNumber(appeal.number)), true)
}

/** Records what differs; another category has other dates, which the entrepreneur is told. */
function put(turn: Turn, appeal: Appeal, change: Classified): void {
  const { number } = appeal
  const same = Object.entries(change).every(
    ([key, value]) => JSON.stringify(appeal[key as keyof Classified & keyof Appeal]) === JSON.stringify(value),
  )
  if (same) return answer(turn, appeal, staffText.sameAsBefore(showNumber(number)))
  const { category } = change
  const deadlines = category === undefined ? undefined : classifiedDeadlines(appeal, category, turn.desk)
  // Until it is given to a unit, the one proposed follows from the category.
  const unit = appeal.dispatchedAt ? undefined : turn.desk.catalog.categories.find(({ id }) => id === category)?.unit
  const data = { ...change, ...(deadlines && { deadlines }), ...(unit && { unit }) }
  const after = turn.record(number, { type: 'classified', data })
  const due = (one: Appeal) => one.deadlines.find(({ name }) => name === 'result')?.due
  if (category && due(after) !== due(appeal)) {
    const name = categoryName(turn, category)
    turn.tellOwner(after, noticeText.reclassified(caseName(turn, after), name, after, turn.today))
  }
  answer(turn, after, staffText.classified(showNumber(number), rowsOf(turn, after, change)))
  if (isSealed(after) && after.against.includes(after.unit) && after.dispatchedAt && isOpen(after.state)) {
    turn.say(staffText.accusedHasIt(unitName(turn, after.unit)), [
      choice(staffText.COMMAND.dispatch, 'dispatch', number),
    ])
  }
}

function rowsOf(turn: Turn, after: Appeal, { kind, category, against, confidential }: Classified): string[] {
  const { CHANGED } = staffText
  return [
    ...(category ? [CHANGED.category(categoryName(turn, category))] : []),
    ...(kind ? [CHANGED.kind(KIND[after.kind])] : []),
    ...(against ? [CHANGED.against(against.map((id) => unitName(turn, id)))] : []),
    ...(confidential === undefined ? [] : [CHANGED.confidential(confidential)]),
  ]
}
