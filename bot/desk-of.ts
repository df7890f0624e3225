import { composeCode, composeNumber, composeSalt } from './appeal/reference.ts'
import type { WorkCalendar } from './appeal/time/work-calendar.ts'
import type { Desk, Health, Reach, Roster } from './dialogue/desk.ts'
import { dateOf } from './model/instant.ts'
import type { Address } from './model/message.ts'
import type { Channel } from './ports/channel.ts'
import type { Clock } from './ports/clock.ts'
import type { KnowledgeBase, KnowledgeKeeper } from './ports/knowledge-base.ts'
import { reachIn } from './roster/reach.ts'

/** What of the world a turn is let see. */
export interface Outlook extends Pick<Desk, 'cut' | 'simplify' | 'catalog'> {
  readonly knowledge: KnowledgeKeeper
  readonly clock: Clock
  readonly channels: readonly Channel[]
  /** Where staff are reached whom the roster does not know. */
  readonly reach: (whom: Reach) => readonly Address[]
  /** The link with which one joins by a code, where it can be had. */
  readonly invitation?: Desk['invitation'] | undefined
  /** The link into the console by a one-time code; without it there is no console. */
  readonly console?: Desk['console'] | undefined
  /** How the machine is. Cheap: asked for at every turn. */
  readonly machine?: () => Pick<Health, 'disk' | 'backupAt'>
  /** SHA-256 of a text, in hexadecimal. */
  readonly digest: (text: string) => string
  /** A whole number from 0 below `below`, not to be guessed. */
  readonly random: (below: number) => number
}

/** What a turn may use of the world, as it stands at the moment it is called: one time, one roster, one generation of the documents. */
export function createDesk(
  outlook: Outlook,
  known: Pick<Desk, 'likeGap' | 'learned' | 'similar'> & {
    readonly calendar: WorkCalendar
    readonly roster: () => Roster
    /** Whether other systems are told of events. */
    readonly notifies: boolean
    readonly channelHealth: () => Health['channels']
  },
): () => Desk {
  const { knowledge, cut, simplify, catalog, clock, channels, random, digest } = outlook
  const { calendar, roster, channelHealth, likeGap, learned, similar } = known
  const draw = (count: number) => Array.from({ length: count }, () => random(0x1_0000_0000))
  const mint: Desk['mint'] = {
    number: () => composeNumber(draw(7)),
    code: () => composeCode(draw(6)),
    salt: () => composeSalt(draw(4)),
  }
  const byName = new Map(channels.map((channel) => [channel.name, channel]))

  return () => {
    const now = clock.now()
    return {
      now,
      catalog,
      calendar,
      knowledge: askedOnce(knowledge.now?.() ?? knowledge),
      cut: once(cut),
      simplify: once(simplify),
      likeGap: once(likeGap),
      mint,
      digest,
      learned: once(learned),
      similar: once(similar),
      reach: reachIn(roster(), outlook.reach, dateOf(now)),
      roster: roster(),
      keepsCards: ({ channel }) => byName.get(channel)?.cards === true,
      isPassing: ({ channel }) => byName.get(channel)?.passing === true,
      mayBe(there, home) {
        const channel = byName.get(there.channel)
        return (
          channel?.passing === true && home.channel === channel.name && channel.mayBe?.(there.chat, home.chat) !== false
        )
      },
      room: ({ channel }) => byName.get(channel)?.room,
      health: { channels: channelHealth(), ...outlook.machine?.() },
      ...(outlook.invitation && { invitation: outlook.invitation }),
      ...(outlook.console && { console: outlook.console }),
      ...(known.notifies && { notifies: true }),
    }
  }
}

/**
 * A turn is decided again whenever something was read for it: what it asks again is not worked out again. All these are pure
 * as long as the turn goes on.
 */
function once<Asked extends unknown[], Answer>(work: (...asked: Asked) => Answer): (...asked: Asked) => Answer {
  const known = new Map<string, { readonly answer: Answer }>()
  return (...asked) => {
    const key = JSON.stringify(asked)
    const found = known.get(key) ?? { answer: work(...asked) }
    known.set(key, found)
    return found.answer
  }
}

function askedOnce(knowledge: KnowledgeBase): KnowledgeBase {
  return { status: () => knowledge.status(), ask: once((...asked) => knowledge.ask(...asked)) }
}
