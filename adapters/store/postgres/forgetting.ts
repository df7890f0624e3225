import type { Instant } from '../../../bot/model/instant.ts'
import { firstRemembered, monthOf } from '../folding.ts'
import { restsBefore } from '../rest.ts'
import type { Sql } from './db.ts'

/** What is forgotten when its time has come: messages of thirteen months ago, and what had no room three days ago. */
export interface Forgetting {
  /** The newest month there has been. */
  monthAt(at: Instant): string
  /** Within the transaction that comes first in a new month, or day. */
  turn(sql: Sql, at: Instant): Promise<void>
}

export function createForgetting(): Forgetting {
  let month = ''
  let day = ''
  return {
    monthAt: (at) => (monthOf(at) > month ? monthOf(at) : month),
    async turn(sql, at) {
      if (restsBefore(at) > day) {
        day = restsBefore(at)
        await sql.query(`delete from records where kind = 'rests' and since < $1`, [day])
      }
      if (monthOf(at) <= month) return
      const [turned] = await sql.query(
        `insert into meta (name, value) values ('month', $1) on conflict (name)
         do update set value = excluded.value where meta.value < excluded.value returning 1 as one`,
        [monthOf(at)],
      )
      // Known for sure only when it stands there: this transaction may yet be undone.
      if (!turned) month = monthOf(at)
      else await forgetBefore(sql, firstRemembered(monthOf(at)))
    },
  }
}

async function forgetBefore(sql: Sql, month: string): Promise<void> {
  await sql.query('delete from messages where month < $1', [month])
  await sql.query(`delete from records where kind = 'sent' and since < $1`, [month])
  // However long an appeal takes: as long as it is open, its cards can be edited.
  await sql.query(
    `delete from records r where kind = 'cards' and since < $1
       and not exists (select from appeals where number = r.id and closed_on is null)`,
    [month],
  )
}
