/** What can be wrong on the way to Telegram and back. `executed`: the call was carried out before it went wrong. */
export type Fault =
  /** Telegram answers with an error: 429 with `retryAfter` in seconds, 500, 401 … */
  | { readonly kind: 'error'; readonly code: number; readonly description?: string; readonly retryAfter?: number }
  /** A gateway answers with a page. */
  | { readonly kind: 'html'; readonly status?: number; readonly executed?: boolean }
  /** 200, and no JSON. */
  | { readonly kind: 'garbage'; readonly executed?: boolean }
  /** The connection breaks. */
  | { readonly kind: 'reset'; readonly executed?: boolean }
  /** The answer breaks off in the middle. */
  | { readonly kind: 'cut'; readonly executed?: boolean }
  /** No answer ever, or `ms` later. */
  | { readonly kind: 'hang'; readonly ms?: number; readonly executed?: boolean }

export interface FaultRule {
  /** Which methods: `sendMessage`, or several; all without it, and `download` of a file; `webhook`, by name only, is what goes the other way. */
  readonly method?: string | readonly string[]
  /** Only calls of which this is true. */
  readonly when?: (params: Record<string, unknown>, method: string) => boolean
  /** So many times; once without it. */
  readonly times?: number
  /** After so many calls that fit have gone through. */
  readonly after?: number
  /** Each call that fits goes wrong with this likelihood, from 0 to 1, by the fake's own dice (`seed`). */
  readonly odds?: number
  readonly with: Fault
}

export interface FaultHandle {
  /** How often it struck. */
  readonly hits: number
  stop(): void
}

export interface Faults {
  add(rule: FaultRule): FaultHandle
  strike(method: string, params: Record<string, unknown>): Fault | undefined
  clear(): void
}

export function createFaults(seed: number): Faults {
  let dice = seed
  const rules: { rule: FaultRule; hits: number; passed: number }[] = []
  const random = () => {
    dice = (Math.imul(dice, 1_664_525) + 1_013_904_223) >>> 0
    return dice / 2 ** 32
  }
  const named = (rule: FaultRule, method: string) =>
    (rule.method === undefined && method !== 'webhook') ||
    [rule.method ?? []].flat().some((name) => name.toLowerCase() === method.toLowerCase())

  return {
    add(rule) {
      const own = { rule, hits: 0, passed: 0 }
      rules.push(own)
      return {
        get hits() {
          return own.hits
        },
        stop: () => void rules.splice(0, rules.length, ...rules.filter((other) => other !== own)),
      }
    },
    strike(method, params) {
      for (const own of rules) {
        const { rule } = own
        if (own.hits >= (rule.times ?? 1) || !named(rule, method)) continue
        if (rule.when && !rule.when(params, method)) continue
        if (own.passed++ < (rule.after ?? 0)) continue
        if (rule.odds !== undefined && random() >= rule.odds) continue
        own.hits++
        return rule.with
      }
      return undefined
    },
    clear: () => void rules.splice(0),
  }
}
