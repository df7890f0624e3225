import type { Entrance } from '../../model/message.ts'
import { mayEnter } from '../../overview/viewer.ts'
import type { Turn } from '../turn.ts'

/** Somebody goes into the console by the link he was given; `ignore` where it is nobody's, or over. */
export function entranceTurn(turn: Turn, { code }: Entrance): 'ignore' | undefined {
  const found = turn.read({ kind: 'staff' })
  if (!found) return undefined
  const member = found.members.find(({ value }) => value.console?.code === code)?.value
  if (member?.state !== 'active' || !mayEnter(member.roles)) return 'ignore'
  if (turn.desk.now > (member.console?.until ?? '')) return 'ignore'
  turn.recordMember(member, { type: 'console-entered', data: {} })
  return undefined
}
