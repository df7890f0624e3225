import type { OutboxSummary } from '../../ports/appeal-store.ts'
import type { systemText } from '../../texts/zh-cn.ts'
import type { Health } from '../desk.ts'

type Waiting = systemText.Waiting

/**
 * What waits and why, by channel and reason: what was not tried yet waits for its channel where that is out, and else is
 * on its way.
 */
export function waitingIn({ waiting = [] }: OutboxSummary, { channels }: Health): readonly Waiting[] {
  const groups = new Map<string, Waiting>()
  for (const { channel, reason: known, count, since } of waiting) {
    const reason = known ?? channels.find(({ name, state }) => name === channel && state === 'down')?.reason
    if (reason === undefined) continue
    const name = JSON.stringify([channel, reason])
    const before = groups.get(name)
    groups.set(name, { channel, reason, count: count + (before?.count ?? 0), since: before?.since ?? since })
  }
  return [...groups.values()]
}
