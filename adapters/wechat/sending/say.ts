import { FileBox } from 'file-box'
import type { Puppet } from 'wechaty-puppet'
import type { Attachment } from '../../../bot/model/message.ts'
import type { Reply } from '../../../bot/model/reply.ts'
import { inParts, spoken } from '../../../bot/model/spoken.ts'
import { isBlank, wellFormed } from '../../../bot/model/tame.ts'
import { nameToSend, personName } from '../names.ts'
import { texts } from '../texts.ts'

/** What sending needs of a puppet. */
export type Mouth = Pick<Puppet, 'contactPayload' | 'messageSendFile' | 'messageSendText'>

/** WeChat takes 2,048 bytes of UTF-8 (in WeCom's and the official account's own words); some is left for a mention. */
export const PART_BYTES = 1_900

/** One message of a reply. */
export type Part = { readonly text: string } | { readonly file: Attachment }

/** A reply as the messages it takes: its text with numbered choices, then its files. */
export function partsOf(reply: Reply): readonly Part[] {
  const texts = inParts(wellFormed(spoken(reply)), PART_BYTES).filter((text) => !isBlank(text))
  return [...texts.map((text) => ({ text })), ...(reply.files ?? []).map((file) => ({ file }))]
}

export interface Posting {
  readonly mouth: Mouth
  /** The contact, or the room, at the moment it is sent. @throws where he is not there any more. */
  readonly to: () => string
  readonly fetch: (ref: string) => Promise<Uint8Array | null>
  /** Who is called by his name, in a room. */
  readonly mentioned: string | undefined
}

/** Sends one message; resolves to its id where the puppet gives one, and rejects with what the puppet says. */
export async function post(part: Part, { mouth, to, fetch, mentioned }: Posting): Promise<string | undefined> {
  if ('text' in part) return idIn(await postText(part.text, { mouth, to, mentioned }))
  const { ref, name, type } = part.file
  const bytes = await fetch(ref)
  const called = nameToSend(name, type, texts.file)
  if (bytes === null || bytes.length === 0) return idIn(await mouth.messageSendText(to(), texts.gone(called)))
  // A small one as a buffer the service puppet cannot write down: it makes no request at all.
  const box = FileBox.fromBase64(Buffer.from(bytes).toString('base64'), called)
  return idIn(await mouth.messageSendFile(to(), box))
}

async function postText(text: string, at: Pick<Posting, 'mouth' | 'to' | 'mentioned'>): Promise<unknown> {
  const { mouth, to, mentioned } = at
  if (mentioned === undefined) return await mouth.messageSendText(to(), text)
  const name = await mouth.contactPayload(mentioned).then(
    (contact) => personName(contact.name),
    () => '',
  )
  return name === ''
    ? await mouth.messageSendText(to(), text)
    : await mouth.messageSendText(to(), `@${name}\u2005${text}`, [mentioned])
}

const idIn = (said: unknown): string | undefined => (typeof said === 'string' && said !== '' ? said : undefined)
