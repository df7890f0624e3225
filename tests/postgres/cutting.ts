import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/**
 * What becomes of a connection at something that is said to the database. `mute`: it is passed on, and no answer comes back
 * until all is cut; `before`, `after`: the connection breaks, without or with it having been passed on.
 */
export type Fate = 'pass' | 'mute' | 'before' | 'after'

/** A way to a database on which somebody listens to what is said, and decides what becomes of it. */
export async function watchedWay(
  url: string,
  fateOf: (said: Buffer) => Fate,
): Promise<{ readonly url: string; cut(): void }> {
  const target = new URL(url)
  const port = Number(target.port)
  const open = new Set<Socket>()
  const cut = (): void => {
    for (const socket of open) socket.destroy()
  }
  const server = createServer((near) => {
    const far = connect(port, target.hostname)
    let isMute = false
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one
        .on('error', () => {})
        .on('close', () => {
          open.delete(one)
          other.destroy()
        })
    }
    far.on('data', (bytes) => isMute || near.write(bytes))
    near.on('data', (bytes) => {
      const fate = fateOf(bytes)
      if (fate === 'mute') isMute = true
      if (fate !== 'before') far.write(bytes)
      // What was passed on has the time to be done.
      if (fate === 'before') near.destroy()
      if (fate === 'after') {
        isMute = true
        setTimeout(() => near.destroy(), 20)
      }
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  target.port = String(typeof address === 'object' && address ? address.port : 0)
  onTestFinished(() => {
    cut()
    server.close()
  })
  return { url: target.href, cut }
}
