import { connect, createServer, type Socket } from 'node:net'

/** A way to a database that can go silent, as when a cable is pulled, or break off. */
export interface Way {
  /** The database's address by this way. */
  readonly url: string
  /** Nothing comes through any more, and nothing is closed. */
  hang(): void
  /** All connections break off; new ones go through. */
  cut(): void
  /** All break off, and new ones are refused, as when the server is stopped, or a process is killed. */
  close(): void
  /** They go through again. */
  reopen(): Promise<void>
}

export async function wayTo(url: string): Promise<Way> {
  const target = new URL(url)
  const open = new Set<Socket>()
  let hangs = false
  const server = createServer((near) => {
    open.add(near)
    near.on('error', () => {}).on('close', () => open.delete(near))
    if (hangs) return
    const far = connect(Number(target.port), target.hostname)
    open.add(far)
    far.on('error', () => near.destroy()).on('close', () => open.delete(far))
    near.pipe(far)
    far.pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  const listen = (port: number) => new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const address = server.address()
  const here = new URL(url)
  here.port = String(typeof address === 'object' && address ? address.port : 0)
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: here.href,
    hang() {
      hangs = true
      for (const socket of open) {
        socket.unpipe()
        socket.pause()
      }
    },
    cut,
    close() {
      cut()
      server.close()
    },
    reopen: () => listen(Number(here.port)),
  }
}
