import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { dateOf, timeOf } from '../../model/instant.ts'
import { noFolder } from '../documents.ts'
import { shelfIn, shippedDocuments } from '../paths.ts'
import { type Check, type Finding, NOTHING, ok, unknown, wrong } from './finding.ts'

/** The folder of documents is there. */
export const documents: Check = {
  name: 'documents',
  async look({ config, spoilt }) {
    if (spoilt.has('QINQING_DOCS')) return NOTHING
    try {
      const names = await readdir(config.docs)
      if (names.length === 0) return wrong(`${config.docs} is empty`, 'put the policy documents there')
      if (resolve(config.docs) === resolve(shippedDocuments))
        return unknown('the samples that come with the program', 'give the folder of your own with QINQING_DOCS')
      return ok(`${config.docs}, ${names.length} entries`)
    } catch (error) {
      return wrong(noFolder(config.docs, error))
    }
  },
}

/** What was made of them last: nothing quarantined, nothing to be looked at again, no reload refused. */
export const generation: Check = {
  name: 'index',
  async look({ config, now, spoilt }) {
    if (spoilt.has('QINQING_DATA')) return NOTHING
    const { shelfStatus } = await import('../../../knowledge/index.ts')
    const status = await shelfStatus(shelfIn(config.data), now())
    if (!status || status.generation === 0) return unknown('none yet: it is built at the first start')
    const { quarantined, overdue, refused, at } = status
    const names = [...new Set(quarantined.map(({ path }) => path))].slice(0, 3).join(', ')
    const found: (readonly Finding[] | false)[] = [
      status.faulty > 0 &&
        wrong(`${status.faulty} documents cannot be used: ${names}`, `qinqing kb check ${config.docs}`),
      overdue > 0 && wrong(`${overdue} documents should have been looked at again`, 'qinqing kb status names them'),
      refused !== undefined &&
        wrong('the last reload was refused', '/kb in the chat says why; /reload 强制 takes it nevertheless'),
    ]
    const wrongs = found.filter((one) => one !== false).flat()
    const when = at ? `, built ${dateOf(at)} ${timeOf(at)}` : ''
    return wrongs.length > 0 ? wrongs : ok(`generation ${status.generation}${when}: ${status.documents} documents`)
  },
}
