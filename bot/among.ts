import type { PersonId } from './model/appeal.ts'
import type { Event } from './model/event.ts'
import type { ChannelName } from './model/message.ts'
import type { Channel } from './ports/channel.ts'
import type { Peers } from './ports/peers.ts'

export interface AmongOptions {
  /** Other processes on the same ledger; without it there are none. */
  readonly peers?: Peers | undefined
  readonly channels: readonly Channel[]
  /** What others did, to be known here as if this process had done it. It must not fail. */
  readonly took: (events: readonly Event[]) => Promise<void>
  readonly erased: (person: PersonId) => Promise<void>
  /** Brings what is known here up to date where nothing is followed. */
  readonly refresh: () => Promise<void>
  /** Something is this process's to do from now on. */
  readonly begun: () => void
  /** It no longer hears on this channel: another does. */
  readonly left: (name: ChannelName) => void
  /** What one process at a time does besides, each until told to stop. */
  readonly chores: readonly ((stop: AbortSignal) => Promise<void>)[]
  /** Told when one of these failed. */
  readonly trouble: (error: unknown) => void
}

/** This process among the others on the same ledger; alone, it does everything. */
export interface Among {
  /** Whether deliveries of this channel are this process's to claim now. Who does the jobs also leads. */
  serves(name: ChannelName): boolean
  /** Resolves when what others did before this was called is known here. */
  caughtUp(): Promise<void>
  /** Hears on a channel; where one process at a time may, when its turn has come, as long as it lasts. */
  listen(channel: Channel, receive: Parameters<Channel['listen']>[0], stop: AbortSignal): Promise<void>
  /** Follows the others, and does the jobs and chores when it is its turn, until told to stop. */
  run(stop: AbortSignal): Promise<void>
}

export function createAmong(options: AmongOptions): Among {
  const { peers, channels, took, erased, refresh, begun, left, trouble } = options
  const chores = (stop: AbortSignal) => options.chores.map((chore) => chore(stop).catch(trouble))
  const alone = new Set<ChannelName>([
    'jobs',
    ...channels.flatMap((channel) => (channel.alone === 'wholly' ? channel.name : [])),
  ])
  const turns = new Set<ChannelName>()
  let following = false

  /** Jobs are done by one process: what was read of somebody must not be written by one when another has erased him. */
  async function lead(turn: AbortSignal): Promise<void> {
    turns.add('jobs')
    begun()
    try {
      await Promise.all([...chores(turn), aborted(turn)])
    } finally {
      turns.delete('jobs')
    }
  }

  async function hear(channel: Channel, receive: Parameters<Channel['listen']>[0], turn: AbortSignal): Promise<void> {
    turns.add(channel.name)
    begun()
    try {
      await channel.listen(receive, turn)
    } finally {
      turns.delete(channel.name)
      left(channel.name)
    }
  }

  return {
    serves: (name) => !peers || !alone.has(name) || turns.has(name),
    caughtUp: async () => (peers && following ? peers.caughtUp() : peers && refresh()),
    listen(channel, receive, stop) {
      if (!peers || !channel.alone) return channel.listen(receive, stop)
      return untilOver(channel, receive, stop)
    },
    async run(stop) {
      if (!peers) return void (await Promise.all(chores(stop)))
      following = true
      const followed = peers.follow({ took, erased }, stop).finally(() => {
        following = false
      })
      await Promise.all([followed, peers.alone('jobs', lead, stop)])
    },
  }

  /** A channel that ends of itself, as when whoever sits there leaves, is not listened to again. */
  async function untilOver(
    channel: Channel,
    receive: Parameters<Channel['listen']>[0],
    stop: AbortSignal,
  ): Promise<void> {
    const over = new AbortController()
    const end = () => over.abort()
    stop.addEventListener('abort', end)
    if (stop.aborted) end()
    const work = async (turn: AbortSignal) => {
      await hear(channel, receive, turn)
      if (!turn.aborted) end()
    }
    try {
      await peers?.alone(`channel ${channel.name}`, work, over.signal)
    } finally {
      stop.removeEventListener('abort', end)
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
