import { clean } from '../clean.ts'
import { trouble } from './faults.ts'
import { bare, failed, type Reader } from './reader.ts'

/** Plain text: the first line is the title. */
export const readText: Reader = (path, text) => {
  const [title = '', ...rest] = clean(text).split('\n')
  const body = rest.join('\n')
  return body === '' ? failed(trouble.blank()) : { documents: [bare(path, title, body)], troubles: [] }
}
