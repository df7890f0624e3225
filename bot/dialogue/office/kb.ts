import type { Choice } from '../../model/reply.ts'
import { kbText, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import type { Turn } from '../turn.ts'

const KB = /^\/?(?:kb|知识库|文件库)$/iu

/** `/kb`: how the documents stand; false when the line is something else. */
export function kbCommand(turn: Turn, { line }: Heard): boolean {
  if (!KB.test(line)) return false
  if (!turn.party.roles.includes('administrator')) turn.say(staffText.adminsOnly)
  else {
    const status = turn.desk.knowledge.status()
    turn.say(kbText.kbStatus(status), actions(status.kept?.length ?? 0, status.refused !== undefined))
  }
  return true
}

function actions(generations: number, refused: boolean): Choice[] {
  return [
    choice(kbText.RELOAD, 'kb', 'reload'),
    ...(refused ? [choice(staffText.FORCE, 'kb', 'force')] : []),
    ...(generations > 1 ? [choice(kbText.ROLLBACK, 'kb', 'rollback')] : []),
  ]
}
