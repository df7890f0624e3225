import type { GenerationFacts } from '../shelf/pointer.ts'

/** What a build is told: where the file goes, and the file of the generation that answers now. */
export interface BuildOrder {
  readonly out: string
  readonly previous?: string | undefined
  /** Swap even where questions that used to be answered no longer are. */
  readonly force?: boolean | undefined
  /** Told how far it has come, in a line for an administrator, as often as it likes. */
  readonly progress?: Progress | undefined
}

export type Progress = (line: string) => void

/** What a build says of a generation; who asked for it, when and for which folder is not its business. */
export type BuiltFacts = Omit<GenerationFacts, 'at' | 'by' | 'forced' | 'folder'>

/** How a build ended, in lines an administrator reads. */
export type Built =
  | {
      readonly kind: 'built'
      readonly facts: BuiltFacts
      readonly lines: readonly string[]
      /** It is the very file of `previous` over again. */
      readonly same?: true | undefined
    }
  /** It could be built, and would answer worse than what is there: the gate's lines. */
  | { readonly kind: 'refused'; readonly lines: readonly string[] }
  /** Nothing could be used, or the build broke off. */
  | { readonly kind: 'failed'; readonly lines: readonly string[] }

/** Makes a generation's file. It never rejects: what goes wrong is told. */
export type Builder = (order: BuildOrder) => Promise<Built>
