import type { Appeal } from '../model/appeal.ts'
import type { Choice } from '../model/reply.ts'
import { RATE_LABELS } from '../texts/zh-cn/appeal.ts'

/** A choice's id is a verb and what it is done to, `rate:QQ7K3M9XPF:satisfied`. */
export function choice(label: string, ...id: readonly string[]): Choice {
  return { id: id.join(':'), label }
}

/** What a notice about an appeal offers, as long as it stands as it did then. */
export function noticeChoices({ number, state }: Appeal): Choice[] {
  if (state === 'awaiting-info') return [choice('补充', 'supplement', number)]
  if (state !== 'follow-up') return []
  return Object.entries(RATE_LABELS).map(([rating, label]) => choice(label, 'rate', number, rating))
}
