import { triage } from '../../appeal/triage/triage.ts'
import type { Appeal } from '../../model/appeal.ts'
import type { Heard } from '../hear.ts'
import { isQuestion } from '../intake/gather.ts'
import { readAll } from '../reading/index.ts'
import type { Turn } from '../turn.ts'

/** A question, a word of thanks, or a trouble of another kind is not one more thing told of this appeal. */
export function isAnother(turn: Turn, { line }: Heard, appeal: Appeal): boolean {
  const { kind } = triage(line, turn.desk.catalog, turn.desk.cut)
  if (kind === 'chat' && /谢|再见|拜|在吗|^(您?你?好|行|嗯|ok|知道|收到)/iu.test(line)) return true
  // Whoever asks where help stays while somebody is in danger is to be heard by those who can help.
  if (appeal.urgent) return /^(进度|撤回)/u.test(line)
  // Who introduces himself anew, or says that he complains, begins another.
  const whole =
    Object.keys(readAll(line, turn.desk.catalog, turn.today)).length >= 4 ||
    /^我?(要|想)?(投诉|举报|建议|求助)/u.test(line)
  return (
    whole ||
    isQuestion(line) ||
    /催|进度|(?:咋|怎么)还[没不]|再不.{0,4}(?:处理|解决|办|管)|办得?(?:怎么|咋)样|到哪(?:一步|里|儿)?了|不用(?:你们?)?管|撤|人工|^我?要?(?:重新办理?|重办)[吧。!]*$/u.test(
      line,
    ) ||
    isOther(turn, line, appeal)
  )
}

/** Whether a line tells of a trouble of another kind than this appeal is about. */
export function isOther(turn: Turn, line: string, appeal: Appeal): boolean {
  const { tells, category } = triage(line, turn.desk.catalog, turn.desk.cut)
  const { otherwise } = turn.desk.catalog
  const elsewhere = category !== otherwise && ![category, otherwise].includes(appeal.category)
  if (!tells || line.length < 8 || !elsewhere) return false
  return GRIEVANCE.test(line) || readAll(line, turn.desk.catalog, turn.today).respondent !== undefined
}

/** Something is being done to him; a bare fact (“合同编号是…”) is more of what he told before. */
const GRIEVANCE =
  /天天|老是|乱|罚|拖|欠|不(给|办|批|让|退)|赶|堵|臭|吵|断|停|影响|倒|砸|骗|刁难|噪[音声]|污染|漏|半夜|管一?管|查了?|检查|[好几一二三四五六七八九十]次/u
