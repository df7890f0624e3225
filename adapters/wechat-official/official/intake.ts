import { setMaxListeners } from 'node:events'
import { Fault } from '../../../bot/model/fault.ts'
import type { Message, Said } from '../../../bot/model/message.ts'
import type { Keep, Received } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import type { Api } from '../api.ts'
import { endingOf, typeOf } from '../media.ts'
import { ApiError, nameOf } from '../trouble.ts'
import type { Media } from './hear.ts'

export interface IntakeOptions {
  readonly api: Api
  readonly keep: Keep
  readonly clock: Clock
  readonly log: (line: string) => void
}

/** Takes messages to where they become durable. */
export interface Intake {
  /** What is received goes there from now on. */
  open(receive: (message: Message) => Promise<Received>, stop: AbortSignal): void
  readonly isOpen: boolean
  /**
   * `refused`: the disk is full, and the app has told him. `given-up`: it failed again and again. Rejects only when all is
   * to stop.
   */
  take(said: Said, media: Media | undefined): Promise<Received['outcome'] | 'refused' | 'given-up'>
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>
}

const TRIES = 4
const FIRST_WAIT_MS = 500
/** What takes longer than WeChat brings it again is answered by a message of customer service. */
const FILE_TRIES = 2
const FILE_WAIT_MS = 500

/** Each person's messages are taken in order, one after another; everybody else's go on meanwhile. */
export function createIntake({ api, keep, clock, log }: IntakeOptions): Intake {
  const lanes = new Map<string, Promise<unknown>>()
  let opened: { receive: (message: Message) => Promise<Received>; stop: AbortSignal } | undefined

  function inLane<T>(lane: string, run: () => Promise<T>): Promise<T> {
    const mine = (lanes.get(lane) ?? Promise.resolve()).then(run, run)
    lanes.set(lane, mine)
    const leave = () => {
      if (lanes.get(lane) === mine) lanes.delete(lane)
    }
    mine.then(leave, leave)
    return mine
  }

  async function takeNow(said: Said, media: Media | undefined) {
    for (let tries = 1; ; tries++) {
      if (!opened || opened.stop.aborted) throw new Error('nobody listens')
      try {
        const whole = media ? await withFile(said, media) : said
        return (await opened.receive(whole)).outcome
      } catch (error) {
        if (opened.stop.aborted) throw error
        log(`official: a message could not be taken (try ${tries}): ${nameOf(error)}`)
        if (error instanceof Fault && error.code === 'storage') return 'refused'
        if (tries >= TRIES) return 'given-up'
        await clock.sleep(FIRST_WAIT_MS * 2 ** (tries - 1), opened.stop)
      }
    }
  }

  async function withFile(said: Said, media: Media): Promise<Said> {
    const file = await download(media.id)
    if (typeof file === 'string') return { ...said, lost: [{ name: media.name, why: file }] }
    const type = typeOf(file.type) ?? media.type
    const name = `${media.name}${endingOf(type) || endingOf(media.type)}`
    return { ...said, attachments: [await keep(said.from, said.sender, { name, type, bytes: file.bytes })] }
  }

  async function download(id: string): Promise<{ type: string; bytes: Uint8Array } | 'too-large' | 'failed'> {
    for (let tries = 1; ; tries++) {
      try {
        return await api.download(id)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        const isFinal = error.trouble.kind === 'said' && error.trouble.code !== -1
        log(`official: a file could not be fetched (try ${tries}): ${error.message}`)
        if (isFinal || tries >= FILE_TRIES) return 'failed'
        await clock.sleep(FILE_WAIT_MS, opened?.stop ?? NEVER)
      }
    }
  }

  return {
    open(receive, stop) {
      // Many may wait for another try at once.
      setMaxListeners(0, stop)
      opened = { receive, stop }
    },
    get isOpen() {
      return opened !== undefined && !opened.stop.aborted
    },
    take: (said, media) => inLane(said.from.chat, () => takeNow(said, media)),
    async settled() {
      await Promise.allSettled(lanes.values())
    },
  }
}

const NEVER = new AbortController().signal
