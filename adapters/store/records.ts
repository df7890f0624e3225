import type { Change, RecordName } from '../../bot/ports/appeal-store.ts'
import { gapsTouched } from './folding.ts'
import type { State } from './state.ts'

/** The version a record has now; 0 where there is none. `talkKey` is under what a conversation is kept. */
export function versionOf(state: State, record: RecordName, talkKey: (id: string) => string): number {
  switch (record.kind) {
    case 'person':
      return state.people.get(record.id)?.version ?? 0
    case 'conversation':
      return state.conversations.get(talkKey(record.id))?.version ?? 0
    case 'appeal':
      return state.appeals.get(record.id)?.version ?? 0
    case 'gap':
      return state.gaps.get(record.id)?.version ?? 0
    case 'entry':
      return state.answers.get(record.id)?.version ?? 0
    case 'push':
      return state.pushes.get(record.id)?.version ?? 0
    case 'staff':
      return state.members.get(record.id)?.version ?? 0
    case 'place':
      return state.meetings.get(record.id)?.version ?? 0
  }
}

/** Every record a change reads or writes. */
export function touched({ message, expects, person, conversation, events, deliveries }: Change): readonly string[] {
  return [
    `message ${message}`,
    ...expects.map(({ record }) => `${record.kind} ${record.id}`),
    ...(person ? [`person ${person.id}`] : []),
    ...(conversation ? [`conversation ${conversation.id}`] : []),
    ...events.map((event) => `${event.stream} ${event.of}`),
    ...events.flatMap(gapsTouched).map((id) => `gap ${id}`),
    ...deliveries.map(({ id }) => `delivery ${id}`),
  ]
}
