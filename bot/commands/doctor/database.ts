import { resolve } from 'node:path'
import type { Look } from '../../../adapters/store/postgres/look.ts'
import { databaseUrlOf } from '../database-url.ts'
import { migrationsFolder } from '../paths.ts'
import { type Check, NOTHING, ok, unlessFault, type World, wrong } from './finding.ts'

const looks = new WeakMap<World, Promise<Look>>()

/** The database, looked at once for all who want to know of it; undefined where there is none, or nobody knows where. */
export function lookAt(world: World): Promise<Look> | undefined {
  const url = urlOf(world)
  if (url === undefined) return undefined
  const look = looks.get(world) ?? looking(world, url)
  looks.set(world, look)
  return look
}

async function looking({ config: { masterKey, data } }: World, url: string): Promise<Look> {
  const { lookAtDatabase } = await import('../../../adapters/store/postgres/look.ts')
  const key = masterKey ? { masterKey } : {}
  return lookAtDatabase({ url, migrations: migrationsFolder, keyFolder: resolve(data), ...key })
}

/** That the file it stands in cannot be read is told of the file. */
function urlOf({ config }: World): string | undefined {
  try {
    return databaseUrlOf(config)
  } catch {
    return undefined
  }
}

/** The database is there, keeps what it acknowledged, and has the schema that this program wants. */
export const database: Check = {
  name: 'database',
  look: async (world) =>
    unlessFault(async () => {
      const look = await lookAt(world)
      if (!look) return NOTHING
      return look.wrong.length > 0 ? look.wrong.flatMap(({ says, remedy }) => wrong(says, remedy)) : ok(look.says)
    }),
}
