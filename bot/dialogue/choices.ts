import type { Appeal } from '../model/appeal.ts'
import type { Instant } from '../model/instant.ts'
import type { Choice } from '../model/reply.ts'
import { RATE_LABELS } from '../texts/zh-cn/appeal.ts'
import { LABEL } from '../texts/zh-cn.ts'

/** What a choice of a document begins with; it may also be meant by a part of its name. */
export const DOCUMENT = 'document'

/** A choice's id is a verb and what it is done to, `rate:QQ7K3M9XPF:satisfied`. */
export function choice(label: string, ...id: readonly string[]): Choice {
  return { id: id.join(':'), label }
}

/** What a notice about an appeal offers, as long as it stands as it did then. */
export function noticeChoices({ number, state }: Appeal): Choice[] {
  if (state === 'awaiting-info') return [choice(LABEL.supplement, 'supplement', number)]
  if (state !== 'follow-up') return []
  return Object.entries(RATE_LABELS).map(([rating, label]) => choice(label, 'rate', number, rating))
}

/** The appeal whose notice still waits for an answer and came last: a result to be rated, or a question of staff. */
export function latestNotice(
  own: readonly Appeal[],
  state?: Appeal['state'],
): { readonly appeal: Appeal; readonly at: Instant } | undefined {
  const waiting = own.filter((appeal) => noticeChoices(appeal).length > 0 && (state ?? appeal.state) === appeal.state)
  const noticed = waiting.map((appeal) => {
    const at = appeal.state === 'follow-up' ? appeal.concludedAt : appeal.askedAt
    return { appeal, at: at ?? appeal.updatedAt }
  })
  return noticed.sort((a, b) => (a.at < b.at ? 1 : -1))[0]
}
