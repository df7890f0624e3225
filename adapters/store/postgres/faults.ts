import { Fault } from '../../../bot/model/fault.ts'
import { failed, plain } from './db.ts'

/** Of a connection that was never made. */
const UNREACHED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EAI_AGAIN',
])

/**
 * Makes of whatever a connection throws a fault that says where it happened and what to do, without who and with what. What
 * can only be a mistake of the operator's is of code `config`.
 */
export function faultsOf(url: string): (error: unknown) => Fault {
  const { hostname, host, port, pathname, password } = new URL(URL.canParse(url) ? url : 'postgres://unknown')
  const place = `${decoded(hostname) || 'this machine'}${port && `:${port}`}${pathname}`
  const secrets = [password, decoded(password)].filter((secret) => secret !== '')
  const hide = (text: string) =>
    secrets.reduce((left, secret) => left.replaceAll(secret, '…'), text.replaceAll(url, host))

  return (error) => {
    if (error instanceof Fault) return error
    const { message, code } = plain(error)
    const cause = Object.assign(new Error(hide(message)), code !== undefined && { code })
    const mistake = (text: string) => new Fault('config', text, { cause })
    if (code?.startsWith('28'))
      return mistake(`the database at ${place} does not let us in (${cause.message}): mend DATABASE_URL`)
    if (code === '3D000') return mistake(`there is no such database at ${place}: create it, or mend DATABASE_URL`)
    if (code === 'ENOTFOUND') return mistake(`the database at ${place} is nowhere to be found: mend DATABASE_URL`)
    if (code !== undefined && UNREACHED.has(code))
      return new Fault(
        'storage',
        `the database at ${place} cannot be reached (${code}): see whether it runs, or mend DATABASE_URL`,
        { cause },
      )
    return failed(`the database at ${place} failed`, cause)
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
