import type { Found, Query } from '../../ports/appeal-store.ts'

/** What was found so far, and what has yet to be read. */
export interface Reads {
  readonly needs: readonly Query[]
  /** Undefined when it has yet to be read, and then the turn is decided again. */
  read<K extends Query['kind']>(query: Query & { kind: K }): (Found & { kind: K }) | undefined
}

export function createReads(found: readonly Found[]): Reads {
  const known = new Map(found.map((one) => [queryKey(one), one]))
  const needs = new Map<string, Query>()
  return {
    get needs() {
      return [...needs.values()]
    },
    read<K extends Query['kind']>(query: Query & { kind: K }): (Found & { kind: K }) | undefined {
      const key = queryKey(query)
      const one = known.get(key)
      if (!one) needs.set(key, query)
      return one as (Found & { kind: K }) | undefined
    },
  }
}

/** Two queries, or a query and what was found for it, are the same when they ask the same. */
function queryKey(query: Query | Found): string {
  switch (query.kind) {
    case 'appeal':
    case 'history':
    case 'cards':
    case 'cards-about':
      return `${query.kind} ${query.number}`
    case 'appeals':
    case 'entries':
      return `${query.kind} ${JSON.stringify(query.where)}`
    case 'gap':
    case 'entry':
    case 'push':
      return `${query.kind} ${query.id}`
    case 'gaps':
      return `gaps ${query.limit}`
    case 'pushes':
      return `pushes ${query.states.join(' ')}`
    case 'receipt':
      return `receipt ${query.receipt.channel} ${query.receipt.chat} ${query.receipt.message}`
    case 'rest':
      return `rest ${query.at.channel} ${query.at.chat}`
    case 'expired':
      return `expired ${query.before} ${query.limit}`
    case 'outbox':
      return `outbox ${query.about ?? ''}`
    case 'profiles':
    case 'staff':
    case 'places':
      return query.kind
  }
}
