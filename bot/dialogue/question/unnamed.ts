import { maskTold, type OwnNames } from '../../appeal/redact.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { Person } from '../../model/person.ts'
import type { Desk } from '../desk.ts'
import { readAll } from '../reading/index.ts'

/** What is kept of a question at most; nobody answers more than this at a time. */
const KEPT = 300
/** A name that is surely one, and no “甲方” or “这家店”. */
const OF_FIRM = /.{3}(?:公司|集团|厂|店|合作社|事务所|经营部|工作室|商行|超市|酒店|饭店|宾馆)$/u

/** A firm by its full name, whoever it is: 云州顺达物流有限公司. */
const FULL_NAME = /(?<=^|[^\p{Script=Han}]|我们|我是|请问|[是的在和跟与向被])[\p{Script=Han}]{2,20}?有限(?:责任)?公司/gu

/**
 * A question or a remark without what tells who somebody is: phones and numbers by their form; the person's name and
 * enterprise as he gave them before, in the intake under way or in the text itself; and whoever he speaks of, if a firm.
 */
export function unnamed(
  text: string,
  of: { readonly person: Person; readonly conversation: Conversation; readonly desk: Desk; readonly today: string },
): string {
  const whole = text.slice(0, KEPT)
  const { respondent, ...told } = readAll(whole, of.desk.catalog, of.today)
  const { respondent: against, ...given } = of.conversation.intake?.slots ?? {}
  const firms = [respondent, against].filter((name) => name !== undefined && OF_FIRM.test(name))
  const full = whole.match(FULL_NAME) ?? []
  const names: readonly OwnNames[] = [
    of.person.known,
    given,
    told,
    ...[...firms, ...full].map((enterprise) => ({ enterprise })),
  ]
  return names.reduce(maskTold, whole)
}
