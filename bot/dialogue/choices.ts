import type { AppealNumber } from '../model/appeal.ts'
import type { Choice } from '../model/reply.ts'
import { RATE_LABELS } from '../texts/zh-cn/appeal.ts'

/** A choice's id is a verb and what it is done to, `rate:QQ7K3M9XPF:satisfied`. */
export function choice(label: string, ...id: readonly string[]): Choice {
  return { id: id.join(':'), label }
}

export function ratingChoices(number: AppealNumber): Choice[] {
  return Object.entries(RATE_LABELS).map(([rating, label]) => choice(label, 'rate', number, rating))
}
