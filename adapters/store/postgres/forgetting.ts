import type { Instant } from '../../../bot/model/instant.ts'
import { firstRemembered, monthOf } from '../folding.ts'
import { restsBefore } from '../rest.ts'
import type { Transaction } from './db.ts'

/** What is forgotten when its time has come: messages of thirteen months ago, and what had no room three days ago. */
export interface Forgetting {
  /** The newest month there has been. */
  monthAt(at: Instant): string
  /** Within the transaction that comes first in a new month, or day. */
  turn(tx: Transaction, at: Instant): Promise<void>
}

export function createForgetting(): Forgetting {
  let month = ''
  let day = ''
  return {
    monthAt: (at) => (monthOf(at) > month ? monthOf(at) : month),
    async turn(tx, at) {
      if (restsBefore(at) > day) {
        day = restsBefore(at)
        tx.send(`delete from records where kind = 'rests' and since < $1`, [day])
      }
      if (monthOf(at) <= month) return
      const [turned] = await tx.query(
        `insert into meta (name, value) values ('month', $1) on conflict (name)
         do update set value = excluded.value where meta.value < excluded.value returning 1 as one`,
        [monthOf(at)],
      )
      // Known for sure only when it stands there: this transaction may yet be undone.
      if (!turned) month = monthOf(at)
      else forgetBefore(tx, firstRemembered(monthOf(at)))
    },
  }
}

function forgetBefore(tx: Transaction, month: string): void {
  tx.send('delete from messages where month < $1', [month])
  tx.send(`delete from records where kind = 'sent' and since < $1`, [month])
  // However long an appeal takes: as long as it is open, its cards can be edited.
  tx.send(
    `delete from records r where kind = 'cards' and since < $1
       and not exists (select from appeals where number = r.id and closed_on is null)`,
    [month],
  )
}
