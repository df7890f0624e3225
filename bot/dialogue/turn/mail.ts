import type { AppealNumber, PersonId } from '../../model/appeal.ts'
import type { Address, Attachment, Receipt } from '../../model/message.ts'
import type { Choice, Reply, RichText } from '../../model/reply.ts'
import { paragraphs } from '../../texts/rich.ts'
import type { Addressed } from './kinds.ts'

/** Whose data a text holds, and of which appeal it tells. */
export interface About {
  readonly subject: PersonId
  readonly number?: AppealNumber
}

/** What goes with a text, as far as there is any of it. */
export type More = Partial<Pick<Reply, 'card' | 'answers' | 'notBefore' | 'anew'>> & {
  readonly choices?: readonly Choice[]
  readonly files?: readonly Attachment[]
}

/** A reply without what is empty. */
export function replyOf(to: Address, text: RichText, { choices = [], files = [], ...more }: More = {}): Reply {
  const some = {
    ...(choices.length > 0 && { choices: [...choices] }),
    ...(files.length > 0 && { files: [...files] }),
  }
  return { to, text, ...some, ...more }
}

/** What is said to the speaker in a turn: all of it goes out as one message; the last choices count. */
export interface Speech {
  readonly texts: readonly RichText[]
  readonly choices: readonly Choice[]
  say(text: RichText | string, choices: readonly Choice[], about?: About): void
  attach(files: readonly Attachment[]): void
  /** It lives, and is edited in place. */
  live(card: string): void
  /** Undefined where nothing was said. `answers` is the message it is about, `asks` whose next line it waits for. */
  reply(
    to: Address,
    otherwise: About,
    more: {
      readonly answers?: Receipt | undefined
      readonly asks?: string | undefined
      readonly claims?: Reply['claims'] | undefined
      readonly names: boolean
    },
  ): Addressed | undefined
}

export function createSpeech(): Speech {
  const texts: RichText[] = []
  let choices: readonly Choice[] = []
  let files: readonly Attachment[] = []
  let about: About | undefined
  let card: string | undefined
  return {
    texts,
    get choices() {
      return choices
    },
    say(text, offered, of) {
      about = of ?? about
      texts.push(typeof text === 'string' ? [text] : text)
      if (offered.length > 0) choices = offered
    },
    attach(more) {
      files = [...files, ...more]
    },
    live(name) {
      card = name
    },
    reply(to, otherwise, { answers, asks, claims, names }) {
      if (texts.length === 0) return undefined
      const number = about?.number ?? otherwise.number
      const reply: Reply = {
        ...replyOf(to, paragraphs(texts), { choices, files }),
        ...(names && number && { about: number }),
        ...(card && { card }),
        ...(answers && { answers }),
        ...(asks && choices.length === 0 && { asks }),
        ...(claims && { claims }),
      }
      return { subject: about?.subject ?? otherwise.subject, reply }
    },
  }
}
