import type { AppealEvent } from '../../model/event.ts'

/** What staff said to the entrepreneur, and when. */
export interface Told {
  readonly at: string
  readonly text: string
}

/** A line of the exchange he took part in. */
export interface Exchanged extends Told {
  readonly by: 'staff' | 'entrepreneur'
  readonly files: readonly string[]
}

/**
 * The exchange as he knows it, in order: what he said and what reached him. A result that is still being looked at, or was
 * sent back, never did, and notes, instructions and proposals are staff's own.
 */
export function exchangeOf(events: readonly AppealEvent[]): readonly Exchanged[] {
  const exchange: Exchanged[] = []
  let draft: Exchanged | undefined
  for (const event of events) {
    const { type, at } = event
    if (type === 'sent-back') draft = undefined
    if (type === 'reviewed' && draft) {
      exchange.push({ ...draft, at })
      draft = undefined
    }
    if (!event.personal || !('text' in event.personal)) continue
    const { text, attachments } = event.personal
    if (text === '' && attachments.length === 0) continue
    const said = { at, text, files: attachments.map(({ name }) => name) }
    if (type === 'concluded' && event.data.review) draft = { ...said, by: 'staff' }
    else if (REACHED_HIM.includes(type)) exchange.push({ ...said, by: 'staff' })
    else if (event.by.role === 'entrepreneur') exchange.push({ ...said, by: 'entrepreneur' })
  }
  return exchange
}

const REACHED_HIM: readonly AppealEvent['type'][] = [
  'replied',
  'asked-back',
  'concluded',
  'extended',
  'declined',
  'transferred',
  'terminated',
]

/** What reached him last. */
export function lastTold(events: readonly AppealEvent[]): Told | undefined {
  return exchangeOf(events).findLast(({ by, text }) => by === 'staff' && text !== '')
}
