import { recused } from '../appeal/rules.ts'
import { type Appeal, type AppealNumber, isSealed } from '../model/appeal.ts'
import type { AppealFilter, AppealStore } from '../ports/appeal-store.ts'
import type { Viewer } from '../ports/overview.ts'

type Reads = Pick<AppealStore, 'read'>

/** What one viewer may know to be there: all but what he has to keep away from (`recused`). */
export interface Sight {
  /** All of those, each once; what is personal is not opened. */
  openly(wheres: readonly AppealFilter[]): Promise<readonly Appeal[]>
  /** These, with what is personal, in no order. */
  told(numbers: readonly AppealNumber[]): Promise<readonly Appeal[]>
  /** Which of these he may know of. */
  seen(appeals: readonly Appeal[]): Promise<readonly Appeal[]>
}

/** So many are asked for by their numbers at once. */
const AT_ONCE = 500

export function createSight(store: Reads, viewer: Viewer): Sight {
  async function told(numbers: readonly AppealNumber[]): Promise<readonly Appeal[]> {
    const all: Appeal[] = []
    for (let from = 0; from < numbers.length; from += AT_ONCE) {
      const where = { numbers: numbers.slice(from, from + AT_ONCE) }
      const { appeals } = await store.read({ kind: 'appeals', where })
      all.push(...appeals.map(({ value }) => value))
    }
    return all
  }

  /** Who is named in what is sealed stands in what is personal: only that is opened. */
  async function seen(appeals: readonly Appeal[]): Promise<readonly Appeal[]> {
    const sealed = await told(appeals.filter(isSealed).map(({ number }) => number))
    const hidden = new Set(sealed.filter((one) => recused(viewer, one)).map(({ number }) => number))
    return hidden.size === 0 ? appeals : appeals.filter(({ number }) => !hidden.has(number))
  }

  return {
    async openly(wheres) {
      const all = new Map<AppealNumber, Appeal>()
      for (const where of wheres) {
        const { appeals } = await store.read({ kind: 'appeals', where: { ...where, openly: true } })
        for (const { value } of appeals) all.set(value.number, value)
      }
      return seen([...all.values()])
    },
    told: async (numbers) => (await told(numbers)).filter((one) => !recused(viewer, one)),
    seen,
  }
}
