import type { Roster } from '../dialogue/desk.ts'
import type { PersonId } from '../model/appeal.ts'
import type { Event } from '../model/event.ts'
import type { AppealStore } from '../ports/appeal-store.ts'

/** Who is of the staff and where they meet, kept in memory: it is asked for at every turn and for every message. */
export interface RosterKeeper {
  /** Reads it; rejects with a `storage` fault when it cannot be read. What was known stays known then. */
  load(): Promise<void>
  /** Reads it anew where one of these events changed it. */
  took(events: readonly Event[]): Promise<void>
  /** As it was read last; nobody and nowhere before the first time. */
  now(): Roster
  /** The version in which a member was read; undefined for whoever is none. */
  versionOf(id: PersonId): number | undefined
}

export function createRoster({ store }: { readonly store: Pick<AppealStore, 'read'> }): RosterKeeper {
  let roster: Roster = { members: [], places: [] }
  let versions: ReadonlyMap<PersonId, number> = new Map()
  /** One after another, so that what was read earlier never takes the place of what was read later. */
  let reading: Promise<void> = Promise.resolve()

  async function read(): Promise<void> {
    const { members } = await store.read({ kind: 'staff' })
    const { places } = await store.read({ kind: 'places' })
    versions = new Map(members.map(({ value: { id }, version }) => [id, version]))
    roster = { members: members.map(({ value }) => value), places: places.map(({ value }) => value) }
  }

  function load(): Promise<void> {
    reading = reading.then(read, read)
    return reading
  }

  return {
    load,
    async took(events) {
      if (events.some(({ stream }) => stream === 'staff' || stream === 'place')) await load()
    },
    now: () => roster,
    versionOf: (id) => versions.get(id),
  }
}
