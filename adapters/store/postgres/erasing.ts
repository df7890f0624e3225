import type { PersonId } from '../../../bot/model/appeal.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import { createFileStore } from '../files.ts'
import { shelfOn } from './file-shelf.ts'
import { keysOf } from './keys.ts'
import { append, putBack } from './put-back.ts'
import { createWorkingSet } from './working-set.ts'
import type { World } from './world.ts'

/**
 * Destroys a person's key, with all that it sealed. Whoever seals for him holds his key until his transaction ends: so
 * when the key is had here, all that was sealed with it can be seen, and nothing more comes.
 */
export async function erasePerson(world: World, person: PersonId, at: Instant): Promise<void> {
  await world.db.transaction(async (tx) => {
    // First the records, as everybody does; some may have come before the key is had, and are taken with it.
    tx.send('select 1 as one from records where subject = $1 order by kind, id for update', [person])
    tx.send('select 1 as one from appeals where subject = $1 order by number for update', [person])
    tx.send('select 1 as one from keys where person = $1 order by id for update', [person])
    const set = createWorkingSet(tx, world)
    // A first key that is just being made cannot be seen yet: whoever makes one, too, waits for it.
    await set.learn([person], { held: true })
    await set.keyring.ensure([person])
    await set.take({ of: person }, { held: true })
    const lines = await tx.query<{ address: string }>(
      'select address from addresses where address in (select address from outbox where subject = $1) order by address for update',
      [person],
    )
    const rows = await tx.query<{ key: string }>('select key from outbox where subject = $1', [person])
    await set.takeOfLines(
      lines.map(({ address }) => address),
      { order: 0, claimedAt: world.claimedAt() },
      { keys: rows.map(({ key }) => key) },
    )
    const apply = set.state.stage({ kind: 'erased', at, person })
    apply(0)
    putBack(tx, set, { instance: world.instance, now: '' })
    await set.keyring.erase(person, at)
    const files = createFileStore({ shelf: shelfOn(tx), keyring: keysOf(tx, world.master).keyring, sealing: refuse })
    await files.removeOf(person)
    append(tx, { kind: 'erased', at, person }, world)
  })
}

const refuse = (): never => {
  throw new Error('an erasure seals nothing')
}
