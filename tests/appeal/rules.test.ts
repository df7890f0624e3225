import { describe, expect, test } from 'vitest'
import { alarms, isLate, owed } from '../../bot/appeal/owed.ts'
import { type Command, commandsFor, may, mayBeGiven, permission, RULES, sees } from '../../bot/appeal/rules.ts'
import { type Appeal, AppealState, type Deadline, Role } from '../../bot/model/appeal.ts'
import type { Party } from '../../bot/model/person.ts'

/**
 * The whole table as a picture: a row a command, a column a state; in a cell who may: entrepreneur, clerk, handler,
 * supervisor, leader, system (y).
 */
const TABLE = `
               reg  acc  decl disp ack  ret  prog info ext  repl rev  foll rewo sup  reso arch merg with tran term
accept         cs   .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
decline        cs   cs   .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
classify       cs   cs   .    cs   cs   cs   cs   cs   cs   .    .    .    cs   cs   .    .    .    .    .    .
dispatch       cs   cs   .    cs   s    cs   s    .    s    .    .    .    cs   s    .    .    .    .    .    .
acknowledge    .    .    .    h    .    .    .    .    .    .    .    .    h    h    .    .    .    .    .    .
start          .    .    .    h    h    .    .    .    .    .    .    .    h    .    .    .    .    .    .    .
return         .    .    .    h    h    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
ask-back       cs   cs   .    hs   hs   cs   hs   .    hs   .    .    .    chs  hs   .    .    .    .    .    .
resume         .    .    .    .    .    .    .    chsy .    .    .    .    .    .    .    .    .    .    .    .
extend         .    .    .    .    hs   .    hs   .    hs   .    .    .    hs   hs   .    .    .    .    .    .
reply          cs   cs   .    chs  chs  cs   chs  chs  chs  .    .    .    chs  chs  .    .    .    .    .    .
conclude       cs   cs   .    hs   hs   cs   hs   chs  hs   .    .    .    chs  hs   .    .    .    .    .    .
talk           cs   cs   .    chs  chs  cs   chs  chs  chs  .    .    .    chs  chs  .    .    .    .    .    .
end-talk       echsy echsy echsy echsy echsy echsy echsy echsy echsy echsy echsy echsy echsy echsy echsy echsy echsy echsy echsy echsy
review         .    .    .    .    .    .    .    .    .    cs   .    .    .    .    .    .    .    .    .    .
pass           .    .    .    .    .    .    .    .    .    cs   cs   .    .    .    .    .    .    .    .    .
send-back      .    .    .    .    .    .    .    .    .    cs   cs   .    .    .    .    .    .    .    .    .
supervise      sl   sl   .    sl   sl   sl   sl   sl   sl   .    .    .    sl   sl   .    .    .    .    .    .
instruct       sl   sl   .    sl   sl   sl   sl   sl   sl   sl   sl   sl   sl   sl   .    .    .    .    .    .
merge          cs   cs   .    cs   cs   cs   cs   cs   cs   .    .    .    cs   cs   .    .    .    .    .    .
unmerge        .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    cs   .    .    .
transfer       cs   cs   .    s    s    cs   s    s    s    .    .    .    s    s    .    .    .    .    .    .
terminate      cs   cs   .    chs  chs  cs   chs  chs  chs  .    .    .    chs  chs  .    .    .    .    .    .
approve        csl  csl  .    csl  csl  csl  csl  csl  csl  csl  csl  csl  csl  csl  .    .    .    .    .    .
refuse         csl  csl  .    chsl chsl csl  chsl chsl chsl csl  csl  csl  chsl chsl .    .    .    .    .    .
contact        cs   cs   cs   chs  chs  cs   chs  chs  chs  chs  chs  chs  chs  chs  cs   cs   cs   cs   cs   cs
note           chsl chsl chsl chsl chsl chsl chsl chsl chsl chsl chsl chsl chsl chsl chsl chsl chsl chsl chsl chsl
supplement     e    e    .    e    e    e    e    e    e    e    e    e    e    e    .    .    e    .    .    .
nudge          e    e    .    e    e    e    e    .    e    e    e    .    e    e    .    .    .    .    .    .
rate           .    .    .    .    .    .    .    .    .    .    .    e    .    .    .    .    .    .    .    .
reopen         .    .    .    .    .    .    .    .    .    .    .    .    .    .    e    .    .    .    .    .
withdraw       e    e    .    e    e    e    e    e    e    e    e    e    e    e    .    .    e    .    .    .
close-silently .    .    .    .    .    .    .    .    .    .    .    y    .    .    .    .    .    .    .    .
archive        .    .    .    .    .    .    .    .    .    .    .    .    .    .    y    .    .    .    .    .
`
const COLUMNS: readonly AppealState[] = [
  'registered',
  'accepted',
  'declined',
  'dispatched',
  'acknowledged',
  'returned',
  'in-progress',
  'awaiting-info',
  'extended',
  'replied',
  'in-review',
  'follow-up',
  'rework',
  'supervised',
  'resolved',
  'archived',
  'merged',
  'withdrawn',
  'transferred',
  'terminated',
]
const LETTER: Readonly<Record<Role, string>> = {
  entrepreneur: 'e',
  clerk: 'c',
  handler: 'h',
  supervisor: 's',
  leader: 'l',
  administrator: 'a',
  system: 'y',
}

describe('who may do what in which state', () => {
  const rows = TABLE.trimEnd()
    .split('\n')
    .slice(2)
    .map((row) => row.split(/\s+/) as [Command, ...string[]])

  test('the picture names every state and every command', () => {
    expect([...COLUMNS].sort()).toEqual([...AppealState.options].sort())
    expect(rows.map(([command]) => command).sort()).toEqual(Object.keys(RULES).sort())
    for (const row of rows) expect(row).toHaveLength(COLUMNS.length + 1)
  })

  test.each(rows)('%s', (command, ...cells) => {
    for (const [i, state] of COLUMNS.entries()) {
      const who = Role.options.filter((role) => may(role, command, state)).map((role) => LETTER[role])
      expect(who.sort().join('') || '.', `${command} ${state}`).toBe([...(cells[i] ?? '')].sort().join(''))
    }
  })
})

const NOW = '2026-11-24T02:00:00.000Z'
const appeal = (part: Partial<Appeal> = {}): Appeal => ({
  v: 1,
  number: 'QQ7K3M9XPF',
  subject: 'p1',
  state: 'dispatched',
  kind: 'complaint',
  category: 'arrears',
  unit: 'industry',
  co: [],
  against: [],
  confidential: false,
  urgent: false,
  registeredAt: NOW,
  dispatchedAt: NOW,
  deadlines: [],
  warned: [],
  merged: [],
  listed: false,
  returns: 0,
  extensions: 0,
  reworks: 0,
  nudges: 0,
  updatedAt: NOW,
  events: 1,
  ...part,
})
const party = (id: string, roles: Party['roles'], units: readonly string[] = []) => ({ id, roles, units })
const wang = party('wang', ['clerk'])
const li = party('li', ['clerk'])
const chen = party('chen', ['handler'], ['industry'])
const liu = party('liu', ['handler'], ['market'])
const zhao = party('zhao', ['supervisor'])
const zhou = party('zhou', ['leader'])
const admin = party('admin', ['administrator'])

describe('what the table alone does not say', () => {
  test('a handler acts for his own unit, lead or along; before the dispatch nobody does', () => {
    expect(permission(chen, 'acknowledge', appeal(), NOW)).toEqual({ role: 'handler' })
    expect(permission(liu, 'acknowledge', appeal(), NOW)).toEqual({ refused: 'unit' })
    const along = appeal({ state: 'in-progress', co: ['market'] })
    expect(permission(liu, 'reply', along, NOW)).toEqual({ role: 'handler' })
    for (const command of ['conclude', 'extend', 'terminate'] as const)
      expect(permission(liu, command, along, NOW)).toEqual({ refused: 'unit' })
    const { dispatchedAt: _, ...fresh } = appeal({ state: 'awaiting-info' })
    expect(permission(chen, 'conclude', fresh, NOW)).toEqual({ refused: 'unit' })
  })

  test('one who has two roles acts in the one that may', () => {
    const both = party('both', ['clerk', 'handler'], ['*'])
    expect(permission(both, 'accept', appeal({ state: 'registered' }), NOW)).toEqual({ role: 'clerk' })
    expect(permission(both, 'acknowledge', appeal(), NOW)).toEqual({ role: 'handler' })
  })

  test('what nobody may now is told from what others may', () => {
    expect(permission(wang, 'accept', appeal(), NOW)).toEqual({ refused: 'state' })
    expect(permission(chen, 'accept', appeal({ state: 'registered' }), NOW)).toEqual({ refused: 'role' })
    expect(permission(admin, 'note', appeal(), NOW)).toEqual({ refused: 'role' })
  })

  test('what one put forward another approves; he may only take it back', () => {
    const by = { role: 'clerk', id: 'wang' } as const
    const pending = appeal({ state: 'registered', pending: { what: 'decline', by, at: NOW, ground: 'in-court' } })
    expect(permission(wang, 'approve', pending, NOW)).toEqual({ refused: 'second-person' })
    expect(permission(li, 'approve', pending, NOW)).toEqual({ role: 'clerk' })
    expect(permission(wang, 'refuse', pending, NOW)).toEqual({ role: 'clerk' })
    expect(permission(wang, 'decline', pending, NOW)).toEqual({ refused: 'pending' })
    expect(permission(li, 'approve', appeal(), NOW)).toEqual({ refused: 'nothing-pending' })
  })

  test('an extension is approved by the supervisor or a leader', () => {
    const by = { role: 'handler', id: 'chen' } as const
    const pending = appeal({ state: 'in-progress', pending: { what: 'extend', by, at: NOW, until: '2026-12-30' } })
    expect(permission(wang, 'approve', pending, NOW)).toEqual({ refused: 'supervisor' })
    expect(permission(zhao, 'approve', pending, NOW)).toEqual({ role: 'supervisor' })
    expect(permission(zhou, 'approve', pending, NOW)).toEqual({ role: 'leader' })
  })

  test('a handler takes back what he put forward himself, and nothing else', () => {
    const pending = (id: string) =>
      appeal({
        state: 'in-progress',
        pending: { what: 'terminate', by: { role: 'handler', id }, at: NOW, ground: 'x' },
      })
    expect(permission(chen, 'refuse', pending('chen'), NOW)).toEqual({ role: 'handler' })
    expect(permission(chen, 'refuse', pending('other'), NOW)).toEqual({ refused: 'role' })
  })

  test('the desk goes on with what it answered itself, not with what a unit has', () => {
    const { dispatchedAt: _, ...own } = appeal({ state: 'rework' })
    expect(permission(wang, 'conclude', own, NOW)).toEqual({ role: 'clerk' })
    expect(permission(wang, 'ask-back', own, NOW)).toEqual({ role: 'clerk' })
    expect(permission(wang, 'conclude', appeal({ state: 'rework' }), NOW)).toEqual({ refused: 'unit' })
  })

  test('the second return goes to the supervisor', () => {
    const once = appeal({ state: 'returned', returns: 1 })
    const twice = appeal({ state: 'returned', returns: 2 })
    expect(permission(wang, 'dispatch', once, NOW)).toEqual({ role: 'clerk' })
    expect(permission(wang, 'dispatch', twice, NOW)).toEqual({ refused: 'supervisor' })
    expect(permission(zhao, 'dispatch', twice, NOW)).toEqual({ role: 'supervisor' })
  })

  test('a unit objects within its time', () => {
    const object: Deadline = { name: 'object', due: '2026-11-25', basis: 'x', provisional: false }
    expect(permission(chen, 'return', appeal({ deadlines: [object] }), NOW)).toEqual({ role: 'handler' })
    expect(permission(chen, 'return', appeal({ deadlines: [object] }), '2026-11-26T02:00:00.000Z')).toEqual({
      refused: 'too-late',
    })
  })

  test('nobody lets his own result pass, and one under supervision is the supervisor’s', () => {
    const both = party('both', ['clerk', 'handler'], ['*'])
    const answered = appeal({ state: 'replied', concludedBy: { role: 'handler', id: 'both' } })
    expect(permission(both, 'pass', answered, NOW)).toEqual({ refused: 'second-person' })
    expect(permission(wang, 'pass', answered, NOW)).toEqual({ role: 'clerk' })
    for (const command of ['review', 'pass', 'send-back'] as const)
      expect(permission(wang, command, { ...answered, listed: true }, NOW)).toEqual({ refused: 'supervisor' })
    expect(permission(zhao, 'pass', { ...answered, listed: true }, NOW)).toEqual({ role: 'supervisor' })
  })

  test('one talks with the entrepreneur at a time; he himself, the other or the supervisor ends it', () => {
    expect(permission(chen, 'talk', appeal(), NOW)).toEqual({ role: 'handler' })
    expect(permission(chen, 'end-talk', appeal(), NOW)).toEqual({ refused: 'no-talk' })
    const by = { role: 'handler', id: 'chen', unit: 'industry' } as const
    const talk = { by, at: { channel: 'telegram', chat: '5' } as const, since: NOW, heard: NOW }
    const talked = appeal({ talk })
    expect(permission(zhao, 'talk', talked, NOW)).toEqual({ refused: 'in-talk' })
    expect(permission(chen, 'end-talk', talked, NOW)).toEqual({ role: 'handler' })
    expect(permission(wang, 'end-talk', talked, NOW)).toEqual({ refused: 'in-talk' })
    expect(permission(zhao, 'end-talk', talked, NOW)).toEqual({ role: 'supervisor' })
    expect(permission(party('p1', []), 'end-talk', talked, NOW)).toEqual({ role: 'entrepreneur' })
  })

  test('what is offered is what may be done', () => {
    expect(commandsFor(wang, appeal({ state: 'registered' }), NOW)).toEqual([
      'accept',
      'decline',
      'classify',
      'dispatch',
      'ask-back',
      'reply',
      'conclude',
      'talk',
      'merge',
      'transfer',
      'terminate',
      'contact',
      'note',
    ])
    expect(commandsFor(party('p1', []), appeal({ state: 'follow-up' }), NOW)).toEqual([
      'supplement',
      'rate',
      'withdraw',
    ])
    expect(commandsFor(admin, appeal(), NOW)).toEqual([])
  })
})

describe('who sees what', () => {
  test('the intake desk, supervisor and leader all; a handler his unit’s; an administrator none', () => {
    for (const one of [wang, zhao, zhou, chen]) expect(sees(one, appeal())).toBe(true)
    expect(sees(liu, appeal())).toBe(false)
    expect(sees(admin, appeal())).toBe(false)
  })

  test('nobody of the unit complained of sees what is sealed, nor may it be given it', () => {
    const sealed = appeal({ kind: 'tip-off', against: ['market'], co: ['market'] })
    expect(sees(liu, sealed)).toBe(false)
    expect(sees(party('x', ['clerk', 'handler'], ['market']), sealed)).toBe(false)
    expect(sees(chen, sealed)).toBe(true)
    const told = { matter: '刘敏索要好处费', attachments: [] }
    const personal = { code: 'x', home: { channel: 'terminal', chat: 'x' } as const, particulars: told, thread: [] }
    expect(sees({ ...zhao, name: '刘敏' }, { ...sealed, personal })).toBe(false)
    expect(sees({ ...zhao, name: '赵强' }, { ...sealed, personal })).toBe(true)
    expect(mayBeGiven('market', sealed)).toBe(false)
    expect(mayBeGiven('market', { ...sealed, kind: 'complaint' })).toBe(true)
    expect(mayBeGiven('market', { ...sealed, kind: 'complaint', confidential: true })).toBe(false)
  })
})

describe('what is owed', () => {
  const deadline = (name: Deadline['name'], part: Partial<Deadline> = {}): Deadline => ({
    name,
    due: '2026-12-01',
    basis: 'x',
    provisional: false,
    ...part,
  })

  test('only the deadlines of the stage an appeal is in', () => {
    const deadlines = (['accept', 'transfer', 'acknowledge', 'result', 'silence'] as const).map((name) =>
      deadline(name),
    )
    const names = (state: AppealState) => owed({ state, deadlines } as Appeal).map(({ name }) => name)
    expect(names('registered')).toEqual(['accept', 'transfer', 'result'])
    expect(names('accepted')).toEqual(['transfer', 'result'])
    expect(names('dispatched')).toEqual(['acknowledge', 'result'])
    expect(names('in-progress')).toEqual(['result'])
    expect(names('replied')).toEqual([])
    expect(names('follow-up')).toEqual(['silence'])
    expect(names('resolved')).toEqual([])
  })

  test('what may not be paused runs on while more is waited for', () => {
    const of = (pausable: boolean) =>
      owed(
        appeal({
          state: 'awaiting-info',
          resume: 'in-progress',
          deadlines: [deadline('transfer'), deadline('result', { pausable }), deadline('info')],
        }),
      )
    expect(of(true).map(({ name }) => name)).toEqual(['info'])
    expect(of(false).map(({ name }) => name)).toEqual(['result', 'info'])
  })

  test('late is what has been promised and is over, to the hour where it is counted in hours', () => {
    expect(isLate(appeal({ deadlines: [deadline('result', { due: '2026-11-24' })] }), NOW)).toBe(false)
    expect(isLate(appeal({ deadlines: [deadline('result', { due: '2026-11-23' })] }), NOW)).toBe(true)
    const hour = deadline('result', { due: '2026-11-24', at: '2026-11-24T01:59:00.000Z' })
    expect(isLate(appeal({ deadlines: [hour] }), NOW)).toBe(true)
    expect(isLate(appeal({ state: 'follow-up', deadlines: [deadline('silence', { due: '2026-11-01' })] }), NOW)).toBe(
      false,
    )
  })

  test('an alarm is given once, the earliest first; the oldest deadlines have one, when their day is over', () => {
    const result = deadline('result', {
      alarms: [
        { level: 'red', at: '2026-12-02T01:00:00.000Z' },
        { level: 'warning', at: '2026-11-30T01:00:00.000Z' },
      ],
    })
    const levels = (part: Partial<Appeal>) => alarms(appeal(part)).map(({ level }) => level)
    expect(levels({ deadlines: [result] })).toEqual(['warning', 'red'])
    expect(levels({ deadlines: [result], warned: ['result:warning'] })).toEqual(['red'])
    expect(levels({ deadlines: [deadline('result')] })).toEqual(['red'])
    expect(levels({ deadlines: [deadline('result')], warned: ['result'] })).toEqual([])
    expect(levels({ state: 'follow-up', deadlines: [deadline('silence')] })).toEqual(['lapse'])
  })
})
