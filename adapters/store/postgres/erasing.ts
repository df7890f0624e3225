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
    await tx.query('select 1 as one from records where subject = $1 order by kind, id for update', [person])
    await tx.query('select 1 as one from appeals where subject = $1 order by number for update', [person])
    await tx.query('select 1 as one from keys where person = $1 order by id for update', [person])
    const set = createWorkingSet(tx, world)
    await set.take({ of: person }, { held: true })
    const lines = await tx.query<{ address: string }>(
      'select address from addresses where address in (select address from outbox where subject = $1) order by address for update',
      [person],
    )
    await set.takeLines(
      lines.map(({ address }) => address),
      { order: 0, claimedAt: world.claimedAt() },
    )
    const apply = set.state.stage({ kind: 'erased', at, person })
    apply(0)
    await putBack(set, { instance: world.instance, now: '' })
    await set.keyring.erase(person, at)
    const files = createFileStore({ shelf: shelfOn(tx), keyring: keysOf(tx, world.master).keyring, sealing: refuse })
    await files.removeOf(person)
    await append(tx, { kind: 'erased', at, person }, world)
  })
}

const refuse = (): never => {
  throw new Error('an erasure seals nothing')
}
