import { setMaxListeners } from 'node:events'
import { Fault } from '../../../bot/model/fault.ts'
import type { Message, Said } from '../../../bot/model/message.ts'
import type { Keep, Received } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import type { Api } from '../api.ts'
import { endingOf, typeOf } from '../media.ts'
import { ApiError, nameOf } from '../trouble.ts'
import type { Json } from '../wire.ts'
import { createGate } from './gate.ts'
import { type Heard, hear, type Media } from './hear.ts'
import { texts } from './texts.ts'
import type { Welcomes } from './welcomes.ts'

export interface IntakeOptions {
  readonly api: Api
  readonly keep: Keep
  readonly clock: Clock
  readonly welcomes: Welcomes
  /** Says something to whoever sent this; whether that is done with. Never rejects. */
  readonly tell: (said: Said, text: string) => Promise<boolean>
  readonly log: (line: string) => void
}

/** Takes what happened to where it becomes durable. */
export interface Intake {
  /** What is received goes there from now on. */
  open(receive: (message: Message) => Promise<Received>, stop: AbortSignal): void
  /** Resolves when it is done with: durable, given up and said to be, or none of ours. Rejects only when all is to stop. */
  take(entry: Json): Promise<void>
}

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000
/** A message that fails for another reason than the disk would fail for ever, and hold up his next ones. */
const TRIES = 5
const FILE_TRIES = 4
const FILES_AT_ONCE = 8

/** Each person's messages are taken in order, one after another; everybody else's go on meanwhile. */
export function createIntake({ api, keep, clock, welcomes, tell, log }: IntakeOptions): Intake {
  const lanes = new Map<string, Promise<void>>()
  const files = createGate(FILES_AT_ONCE)
  let opened: { receive: (message: Message) => Promise<Received>; stop: AbortSignal } | undefined

  function understand(entry: Json): Heard | undefined {
    try {
      return hear(entry, clock.now())
    } catch (error) {
      log(`wecom: a message is passed over, it could not be read (${nameOf(error)})`)
      return undefined
    }
  }

  function inLane(lane: string, run: () => Promise<void>): Promise<void> {
    // It rejects only when all is to stop: then what comes behind waits for the next start as well.
    const mine = (lanes.get(lane) ?? Promise.resolve()).then(run)
    lanes.set(lane, mine)
    const leave = () => {
      if (lanes.get(lane) === mine) lanes.delete(lane)
    }
    mine.then(leave, leave)
    return mine
  }

  async function takeSaid(said: Said, media: Media | undefined): Promise<void> {
    for (let tries = 1; ; tries++) {
      if (!opened || opened.stop.aborted) throw new Error('nobody listens')
      try {
        const whole = media ? await files(() => withFile(said, media)) : said
        await opened.receive(whole)
        return
      } catch (error) {
        if (opened.stop.aborted) throw error
        log(`wecom: message ${said.id} could not be taken (try ${tries}): ${nameOf(error)}`)
        const lasting = !(error instanceof Fault && error.code === 'storage')
        if (lasting && tries >= TRIES) {
          log(`wecom: message ${said.id} is given up`)
          return await tellNotTaken(said, opened.stop)
        }
        await clock.sleep(Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS), opened.stop)
      }
    }
  }

  async function tellNotTaken(said: Said, stop: AbortSignal): Promise<void> {
    for (let tries = 1; tries <= TRIES && !stop.aborted; tries++) {
      if (await tell(said, texts.notTaken)) return
      await clock.sleep(LONGEST_WAIT_MS, stop)
    }
  }

  async function withFile(said: Said, { id, as }: Media): Promise<Said> {
    const file = await download(id)
    if (typeof file === 'string') return { ...said, lost: [{ name: NAMES[as], why: file }] }
    const { type, name } = labelled(as, file)
    return { ...said, attachments: [await keep(said.from, said.sender, { name, type, bytes: file.bytes })] }
  }

  async function download(id: string): Promise<Awaited<ReturnType<Api['download']>> | 'failed'> {
    for (let tries = 1; ; tries++) {
      try {
        return await api.download(id)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        const isFinal = error.trouble.kind === 'said' && ![-1, 45009, 45033].includes(error.trouble.code)
        log(`wecom: a file could not be fetched (try ${tries}): ${error.message}`)
        if (isFinal || tries >= FILE_TRIES || opened?.stop.aborted) return 'failed'
        await clock.sleep(FIRST_WAIT_MS * 2 ** (tries - 1), opened?.stop ?? NEVER)
      }
    }
  }

  return {
    open(receive, stop) {
      // Many may wait for another try at once.
      setMaxListeners(0, stop)
      opened = { receive, stop }
    },
    async take(entry) {
      const heard = understand(entry)
      if (heard?.kind === 'unheard') {
        log(`wecom: what was sent to somebody has not reached him (fail_type ${heard.type})`)
        return
      }
      if (!heard) return
      const { said, media, welcome } = heard
      if (welcome) welcomes.offer(said.from.chat, welcome)
      await inLane(said.sender, () => takeSaid(said, media))
    },
  }
}

const NEVER = new AbortController().signal

const NAMES = { image: texts.picture, video: texts.video, file: texts.file } as const
const TYPES = { image: 'image/jpeg', video: 'video/mp4', file: 'application/octet-stream' } as const
/** Only a file has a name of its own; a picture's is one of the machine's. */
function labelled(as: Media['as'], file: { readonly type: string; readonly name?: string }) {
  const given = typeOf(file.type)
  const type = given === undefined || given === 'application/octet-stream' ? TYPES[as] : given
  const own = as === 'file' ? (file.name ?? '').replace(/[\u0000-\u001f\u007f/\\]+/g, '').slice(0, 255) : ''
  return { type, name: own || `${NAMES[as]}${endingOf(type)}` }
}
