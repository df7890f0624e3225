import { describe, expect, test } from 'vitest'
import { type Command, commandsFor, may, owed, RULES } from '../../bot/appeal/rules.ts'
import { type Appeal, AppealState, Role } from '../../bot/model/appeal.ts'

/** The whole table as a picture: a row a command, a column a state, e = entrepreneur, s = staff (and administrator). */
const STATES = AppealState.options
const TABLE = `
              registered accepted declined dispatched acknowledged returned awaiting-info follow-up rework resolved withdrawn
accept        s          .        .        .          .            .        .             .         .      .        .
decline       s          s        .        .          .            .        .             .         .      .        .
dispatch      s          s        .        s          .            s        .             .         s      .        .
acknowledge   .          .        .        s          .            .        .             .         s      .        .
return        .          .        .        s          s            .        .             .         .      .        .
ask-back      s          s        .        s          s            s        .             .         s      .        .
reply         s          s        .        s          s            s        s             .         s      .        .
conclude      s          s        .        s          s            s        s             .         s      .        .
note          s          s        s        s          s            s        s             s         s      s        s
supplement    e          e        .        e          e            e        e             e         e      .        .
nudge         e          e        .        e          e            e        .             .         e      .        .
rate          .          .        .        .          .            .        .             e         .      .        .
withdraw      e          e        .        e          e            e        e             e         e      .        .
`

describe('who may do what in which state', () => {
  const [, header = '', ...rows] = TABLE.trimEnd().split('\n')
  const columns = header.trim().split(/\s+/)

  test('the picture names every state and every command', () => {
    expect([...columns].sort()).toEqual([...STATES].sort())
    expect(rows.map((row) => row.split(/\s+/)[0]).sort()).toEqual(Object.keys(RULES).sort())
  })

  test.each(rows.map((row) => row.split(/\s+/) as [Command, ...string[]]))('%s', (command, ...cells) => {
    for (const [i, state] of columns.entries()) {
      const cell = cells[i]
      for (const role of Role.options) {
        const allowed =
          cell === 's' ? role === 'staff' || role === 'administrator' : cell === 'e' && role === 'entrepreneur'
        expect(may(role, command, state as AppealState), `${role} ${command} ${state}`).toBe(allowed)
      }
    }
  })

  test('what is offered is what may be done', () => {
    expect(commandsFor('staff', 'registered')).toEqual([
      'accept',
      'decline',
      'dispatch',
      'ask-back',
      'reply',
      'conclude',
      'note',
    ])
    expect(commandsFor('entrepreneur', 'follow-up')).toEqual(['supplement', 'rate', 'withdraw'])
    expect(commandsFor('system', 'registered')).toEqual([])
  })
})

test('only the deadlines of the stage an appeal is in are owed', () => {
  const deadline = (name: Appeal['deadlines'][number]['name']) => ({
    name,
    due: '2026-12-01',
    basis: 'x',
    provisional: false,
  })
  const deadlines = [deadline('accept'), deadline('transfer'), deadline('result'), deadline('silence')]
  const names = (state: AppealState) => owed({ state, deadlines } as Appeal).map(({ name }) => name)
  expect(names('registered')).toEqual(['accept', 'transfer', 'result'])
  expect(names('accepted')).toEqual(['transfer', 'result'])
  expect(names('acknowledged')).toEqual(['result'])
  expect(names('follow-up')).toEqual(['silence'])
  expect(names('resolved')).toEqual([])
})
