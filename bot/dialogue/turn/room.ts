import { cutAt, trimmed } from '../../model/cut.ts'
import { plain, type Reply, type RichText } from '../../model/reply.ts'
import { bytesOf, fitting, spoken } from '../../model/spoken.ts'
import { paragraphs } from '../../texts/rich.ts'

/** However many choices there are, so much of the text is shown with them, in bytes. */
const LEAST = 120

/**
 * A reply that is longer than its channel takes, as much of it as has room with its choices and `hint` that there is more;
 * the remainder waits until he asks (`Reply.rest`). `room` in bytes of UTF-8; undefined where there is no limit.
 */
export function withinRoom(reply: Reply, room: number | undefined, hint: string): Reply {
  if (room === undefined || bytesOf(spoken(reply)) <= room) return reply
  const text = plain(reply.text)
  const beside = bytesOf(spoken({ ...reply, text: [`\n\n${hint}`] }))
  const at = cutAt(text, fitting(text, Math.max(room - beside, LEAST)))
  const rest = part(reply.text, at, text.length)
  if (rest.length === 0) return reply
  return { ...reply, text: paragraphs([part(reply.text, 0, at), [hint]]), rest }
}

/** What stands there of a text, its marks with it, without white space around it. */
function part(text: RichText, from: number, to: number): RichText {
  const kept = trimmed(plain(text).slice(from, to))
  let at = -from - kept.from
  const length = kept.to - kept.from
  return text.flatMap((span) => {
    const words = typeof span === 'string' ? span : span.strong
    const within = words.slice(Math.max(0, -at), Math.max(0, length - at))
    at += words.length
    if (within === '') return []
    return typeof span === 'string' ? within : { strong: within }
  })
}
