import { join } from 'node:path'
import type { GoldenQuestion } from '../../knowledge/shelf/gate.ts'
import { readGolden } from '../../knowledge/shelf/golden.ts'

/** The documents that come with the program. */
export const SAMPLES: string = join(import.meta.dirname, '../../knowledge/documents')

/** What entrepreneurs ask of them, as people really put it. */
export const golden: readonly GoldenQuestion[] = (await readGolden(SAMPLES)).questions
