import { quietUntil } from '../../appeal/time/alarms.ts'
import type { PersonId } from '../../model/appeal.ts'
import { type CalendarDate, dateOf, plusDays, plusMs } from '../../model/instant.ts'
import type { DocumentsChanged } from '../../model/message.ts'
import type { Profile } from '../../model/person.ts'
import { type Push, PushId } from '../../model/push.ts'
import type { PushedDocument } from '../../model/pushed-document.ts'
import { type Fit, fitOf } from '../../policy/match.ts'
import { pushText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import type { Turn } from '../turn.ts'

const COMMAND = 'push'
/** A folder read anew as a whole is not a hundred pieces of news. */
const MOST_AT_ONCE = 20
/** What was approved longer ago than this is no news any more. */
const FRESH_DAYS = 30
/** How long before the last day to apply one is reminded. */
const REMIND_DAYS = 7
const WEEK_MS = 7 * 86_400_000

interface Match {
  readonly person: PersonId
  readonly profile: Profile
  readonly fit: Fit
}

/** New or changed documents that concern somebody are proposed to staff; nobody is told of them yet. */
export function documentsChangedTurn(turn: Turn, { documents }: DocumentsChanged): 'ignore' | undefined {
  const waiting = turn.read({ kind: 'pushes', states: ['proposed'] })
  const profiles = turn.read({ kind: 'profiles' })
  if (!waiting || !profiles) return
  const known = new Set(waiting.pushes.map(({ value }) => value.document.path))
  const fitting = documents
    .filter(({ path, until }) => !known.has(path) && (until === undefined || until >= turn.today))
    .map((document) => ({ document, people: matches(turn, document).length }))
    .filter(({ people }) => people > 0)
    .slice(0, MOST_AT_ONCE)
  if (fitting.length === 0) return 'ignore'
  for (const { document } of fitting) turn.recordPush(undefined, { type: 'push-proposed', data: { document } })
  turn.tellOf('system', turn.desk.reach({ room: 'intake' }), pushText.proposedNews(fitting))
}

/** Those whom a document concerns, as their profiles stand now. */
function matches(turn: Turn, document: PushedDocument): readonly Match[] {
  const found = turn.read({ kind: 'profiles' })?.profiles ?? []
  return found.flatMap(({ person, profile }) => {
    const fit = fitOf(profile, document, turn.desk.catalog)
    return fit ? [{ person, profile, fit }] : []
  })
}

/** “推送”, “/pushes”: what waits for a decision. */
export function pushCommand(turn: Turn, { line }: Heard): boolean {
  if (!/^(?:\/pushes|\/?推送|政策推送)$/u.test(line)) return false
  if (!mayDecide(turn)) turn.say(pushText.notYours)
  else overview(turn)
  return true
}

function mayDecide({ party }: Turn): boolean {
  return party.roles.includes('clerk') || party.roles.includes('supervisor')
}

function overview(turn: Turn): void {
  const found = turn.read({ kind: 'pushes', states: ['proposed'] })
  if (!found || !turn.read({ kind: 'profiles' })) return
  if (found.pushes.length === 0) return turn.say(pushText.nothingToPush)
  const line = ({ value }: { value: Push }) =>
    choice(pushText.line(value, matches(turn, value.document).length), COMMAND, value.id)
  turn.say(pushText.toDecide(found.pushes.length), found.pushes.slice(0, 9).map(line))
}

/** A choice about a push; false when it was another. */
export function pressPush(turn: Turn, id: string): boolean {
  const [kind, of = '', what] = id.split(':')
  if (kind !== COMMAND) return false
  const known = PushId.safeParse(of).data
  if (!mayDecide(turn)) turn.say(pushText.notYours)
  else if (known) decide(turn, known, what)
  else turn.say(pushText.gone)
  return true
}

function decide(turn: Turn, id: PushId, what: string | undefined): void {
  const found = turn.read({ kind: 'push', id })
  const all = turn.read({ kind: 'pushes', states: ['approved'] })
  if (!found || !all || !turn.read({ kind: 'profiles' })) return
  if (!found.push) return turn.say(pushText.gone)
  const push = found.push.value
  const approved = all.pushes.map(({ value }) => value)
  if (what === undefined) return show(turn, push, approved)
  if (push.state !== 'proposed') return turn.say(pushText.decided(push))
  if (what !== 'yes') {
    turn.recordPush(push, { type: 'push-rejected', data: {} })
    return turn.say(pushText.rejected)
  }
  const after = turn.recordPush(push, { type: 'push-approved', data: {} })
  const { told, left } = send(turn, after, approved)
  turn.say(pushText.approved(told, left, quietly(turn) !== undefined))
}

function show(turn: Turn, push: Push, approved: readonly Push[]): void {
  const all = matches(turn, push.document)
  const isFull = fullWeeks(turn, approved)
  const left = all.filter(({ person }) => isFull(person)).length
  const [first] = all
  const sample = first && push.state === 'proposed' && pushText.message(push.document, first.fit, turn.today)
  const choices =
    push.state === 'proposed'
      ? [choice(pushText.PUSH, COMMAND, push.id, 'yes'), choice(pushText.DO_NOT, COMMAND, push.id, 'no')]
      : []
  turn.say(
    pushText.card(
      push,
      all.map(({ fit }) => fit),
      left,
      sample || undefined,
    ),
    choices,
  )
}

/** Whether so many reached somebody in the last seven days that he is left alone. */
function fullWeeks(turn: Turn, approved: readonly Push[]): (person: PersonId) => boolean {
  const since = plusMs(turn.desk.now, -WEEK_MS)
  const lately = new Map<PersonId, number>()
  for (const { told } of approved)
    for (const { to, at } of told) if (at > since) lately.set(to, (lately.get(to) ?? 0) + 1)
  return (person) => (lately.get(person) ?? 0) >= turn.desk.catalog.pushes.perWeek
}

/** To each it concerns, once, as the week allows; outside the quiet hours. */
function send(turn: Turn, push: Push, approved: readonly Push[]): { told: number; left: number; push: Push } {
  const isFull = fullWeeks(turn, approved)
  const before = new Set(push.told.map(({ to }) => to))
  let after = push
  let left = 0
  for (const { person, profile, fit } of matches(turn, push.document)) {
    if (before.has(person)) continue
    if (isFull(person)) {
      left++
      continue
    }
    after = turn.recordPush(after, { type: 'push-sent', data: { to: person } })
    turn.tellOf(person, profile.home, pushText.message(push.document, fit, turn.today), [], quietly(turn))
  }
  return { told: after.told.length - push.told.length, left, push: after }
}

const quietly = (turn: Turn) => quietUntil(turn.desk.now, turn.desk.catalog.quiet)

/**
 * Each morning: what was held back because a week was full goes out, and who was told of a last day to apply is reminded
 * of it once.
 */
export function sendHeldBack(turn: Turn): void {
  const found = turn.read({ kind: 'pushes', states: ['approved'] })
  if (!found || !turn.read({ kind: 'profiles' })) return
  let approved = found.pushes.map(({ value }) => value)
  const oldest = plusDays(turn.today, -FRESH_DAYS)
  for (const push of approved) {
    const { until } = push.document
    const isNews = dateOf(push.decidedAt ?? push.proposedAt) >= oldest && (until ?? '9999') >= turn.today
    const sent = isNews ? send(turn, push, approved).push : push
    const reminded = until === undefined ? sent : remind(turn, sent, until)
    approved = approved.map((one) => (one.id === push.id ? reminded : one))
  }
}

function remind(turn: Turn, push: Push, until: CalendarDate): Push {
  if (turn.today > until || turn.today < plusDays(until, -REMIND_DAYS)) return push
  const due = matches(turn, push.document).filter(
    ({ person }) =>
      push.told.some(({ to, at }) => to === person && dateOf(at) < turn.today) && !push.reminded.includes(person),
  )
  return due.reduce((before, { person, profile }) => {
    turn.tellOf(person, profile.home, pushText.reminder(push.document, until, turn.today), [], quietly(turn))
    return turn.recordPush(before, { type: 'push-reminded', data: { to: person } })
  }, push)
}
