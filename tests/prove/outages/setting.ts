import type { Address } from '../../../bot/model/message.ts'

/** What the child is started with. */
export interface Setting {
  readonly folder: string
  /** How much faster than the real clock its own goes. */
  readonly hurry: number
  readonly telegram: { readonly token: string; readonly apiRoot: string }
  readonly official: {
    readonly id: string
    readonly secret: string
    readonly token: string
    readonly aesKey: string
    readonly apiRoot: string
  }
}

export type Order =
  /** Each message of the puppet goes wrong with this likelihood, before or after it came out. */
  | { readonly do: 'mishap'; readonly odds: number; readonly executed: boolean }
  /** These become durable, as by turns; told again where that was not acknowledged. */
  | {
      readonly do: 'commit'
      readonly batch: number
      readonly notices: readonly { readonly id: string; readonly to: Address }[]
    }
  | { readonly do: 'retry' }
  | { readonly do: 'count' }
  | { readonly do: 'stop' }

export interface Told {
  readonly ready?: true
  readonly committed?: number
  readonly out?: string
  /** It came out, and the answer was lost. */
  readonly lost?: string
  readonly at?: number
  readonly pending?: number
  readonly parked?: number
}
