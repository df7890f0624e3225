import type { Message } from './types.ts'
import type { Kept, Room, World } from './world.ts'

/** A message as a person sees it now. */
export interface Seen {
  readonly id: number
  readonly chat: number
  /** The forum topic it stands in. */
  readonly topic: number | undefined
  /** Its text, or the words under its picture or file. */
  readonly text: string
  /** The labels of its buttons, in order. */
  readonly buttons: readonly string[]
  readonly fromBot: boolean
  readonly edits: number
  /** The message it is shown as an answer to. */
  readonly answers: number | undefined
  readonly file: { readonly name: string; readonly kind: string; readonly bytes: Uint8Array } | undefined
  readonly raw: Message
}

export type Wanted = string | RegExp | ((message: Seen) => boolean)

/** What is to be seen in a chat, or in one topic of a group. */
export interface View {
  readonly id: number
  readonly thread: number | undefined
  readonly messages: readonly Seen[]
  readonly fromBot: readonly Seen[]
  /** The last that the bot said. Throws where it has said nothing. */
  readonly last: Seen
  /** As it stands now; undefined when it was deleted. */
  find(id: number): Seen | undefined
  /**
   * The newest message of the bot that fits, now or as soon as there is one; `after` leaves out what was there before.
   * Rejects when none came in time, with what there is instead.
   */
  until(wanted: Wanted, how?: { readonly ms?: number; readonly after?: Seen }): Promise<Seen>
}

export function createView(world: World, room: () => Room, thread: number | undefined, patienceMs: number): View {
  const inThread = ({ message }: Kept) => thread === undefined || topicIn(message) === thread
  const all = () => [...room().messages.values()].filter(inThread).map((kept) => seenOf(world, kept))

  const view: View = {
    get id() {
      return room().chat.id
    },
    thread,
    get messages() {
      return all()
    },
    get fromBot() {
      return all().filter(({ fromBot }) => fromBot)
    },
    get last() {
      const last = view.fromBot.at(-1)
      if (!last) throw new Error(`the bot has said nothing in ${titleOf(room())}`)
      return last
    },
    find(id) {
      const kept = room().messages.get(id)
      return kept && seenOf(world, kept)
    },
    until(wanted, { ms = patienceMs, after } = {}) {
      const look = () =>
        view.fromBot.filter(({ id }) => id > (after?.id ?? 0)).findLast((message) => fits(message, wanted))
      return new Promise((resolve, reject) => {
        const there = look()
        if (there) return resolve(there)
        const over = setTimeout(() => {
          stop()
          const heard = view.fromBot.slice(-5).map(({ text, buttons }) => `  ${text} [${buttons.join('|')}]`)
          const nothing = new Error(
            `${titleOf(room())} did not see ${String(wanted)} in ${ms} ms, but:\n${heard.join('\n')}`,
          )
          reject(nothing)
        }, ms)
        const stop = world.onChange(() => {
          const came = look()
          if (!came) return
          clearTimeout(over)
          stop()
          resolve(came)
        })
      })
    },
  }
  return view
}

function fits(message: Seen, wanted: Wanted): boolean {
  if (typeof wanted === 'string') return message.text.includes(wanted)
  return wanted instanceof RegExp ? wanted.test(message.text) : wanted(message)
}

const titleOf = ({ chat }: Room) => chat.title ?? chat.first_name ?? String(chat.id)

function seenOf(world: World, { message, edits }: Kept): Seen {
  const [kind, info] = fileIn(message)
  const bytes = info && world.files.get(info.file_id)?.bytes
  return {
    id: message.message_id,
    chat: message.chat.id,
    topic: topicIn(message),
    text: message.text ?? message.caption ?? '',
    buttons: (message.reply_markup?.inline_keyboard ?? []).flat().map(({ text }) => text),
    fromBot: message.from?.id === world.bot.id,
    edits,
    answers: message.reply_to_message?.message_id,
    file: info && bytes && { name: info.file_name ?? '', kind, bytes },
    raw: message,
  }
}

const topicIn = (message: Message) => (message.is_topic_message ? message.message_thread_id : undefined)

function fileIn(message: Message) {
  const { document, photo, voice, video } = message
  if (document) return ['document', document] as const
  if (photo) return ['photo', photo.at(-1)] as const
  if (voice) return ['voice', voice] as const
  return ['video', video] as const
}
