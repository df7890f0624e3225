import type { Puppet } from 'wechaty-puppet'

/**
 * Mends a puppet of wechaty-puppet-service where that cannot be done from outside.
 *
 * - It keeps what it knew of contacts in a LevelDB under the home directory, of which a second process with the same token
 *   dies, and which serves old names for ever. Without it the gateway is asked, once for each puppet.
 * - Told of a logout, it asks the gateway to log out, which meets whoever is logged in there by then: a gateway that
 *   connects again by itself would have to be scanned again.
 * - Where a file could not be sent it sends it again in another way, though the first may have arrived.
 * - Told of a login before it is done with a logout, or of another account without one, it passes the login over.
 */
export function mended(puppet: Puppet): Puppet {
  const base: Pick<Puppet, 'login' | 'logout'> = Object.getPrototypeOf(Object.getPrototypeOf(puppet))
  let leaving: Promise<void> = Promise.resolve()
  const logout = (reason?: string) => {
    leaving = base.logout.call(puppet, reason)
    return leaving
  }
  const login = async (id: string) => {
    await leaving
    if (puppet.isLoggedIn && puppet.currentUserId !== id) await logout('another account was logged in')
    base.login.call(puppet, id)
  }
  return Object.assign(puppet, {
    _payloadStore: { start: () => Promise.resolve(), stop: () => Promise.resolve() },
    messageSendFileStream: () => Promise.reject(new Error('the gateway did not take the file')),
    login,
    logout,
  })
}
