import { setImmediate } from 'node:timers/promises'
import {
  type Builder,
  createKnowledgeBase,
  cut,
  type KnowledgeBase,
  type KnowledgeOptions,
} from '../../knowledge/index.ts'
import { Fault } from '../model/fault.ts'
import { createBuilder } from './builder.ts'
import { systemClock } from './clock.ts'
import { type Io, print } from './io.ts'
import { compiledProgram, version } from './paths.ts'
import { CLEAR, showWhile } from './progress.ts'

const NAMED = 3

/** Opens the documents of a folder and says which cannot be used; a person who waits is shown that it goes on. */
export async function openKnowledge(
  folder: string,
  stderr: Io['stderr'],
  options: Pick<KnowledgeOptions, 'shelf' | 'exchange' | 'borrow' | 'build' | 'now' | 'onChanges'> & {
    /** Takes what is told in lines; without it they go to stderr. */
    readonly say?: (line: string) => void
  } = {},
): Promise<KnowledgeBase> {
  // The line on which a person sees that it goes on is taken away first.
  const clear = () => void (stderr.isTTY && stderr.write(CLEAR))
  const { say = (line: string) => void print(stderr, `qinqing: ${line}`).catch(() => {}), ...more } = options
  const tell = (line: string) => {
    clear()
    say(line)
  }
  const opening = createKnowledgeBase({
    now: () => systemClock.now(),
    ...more,
    folder,
    release: version(),
    onNotice: tell,
  }).catch((error: Error) => {
    throw new Fault('document', `cannot read the documents:\n  ${error.message.replaceAll('\n', '\n  ')}`, {
      cause: error,
    })
  })
  const knowledge = await showWhile(stderr, 'reading the documents', opening)
  const { quarantined } = knowledge.status()
  if (quarantined.length > 0) {
    const names = [...new Set(quarantined.map(({ path }) => path))]
    const shown = names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ', …' : '')
    const have = names.length === 1 ? 'document has' : 'documents have'
    tell(`${names.length} ${have} problems: ${shown}; see kb check ${folder}`)
  }
  return knowledge
}

/** Builds in a child process; where this runs from the sources, in this one: it may be that nothing is compiled. */
export function builderFor(docs: string, stop?: AbortSignal): Builder | undefined {
  if (!compiledProgram) return undefined
  return createBuilder({ docs, program: compiledProgram, ...(stop && { stop }) })
}

/** Has the dictionary loaded here while the child loads its own. */
export function warming(build: Builder): Builder {
  return async (order) => {
    const built = build(order)
    await setImmediate()
    warm()
    return built
  }
}

/** The dictionary takes most of a second to load: not when the first question comes. */
export function warm(): void {
  cut('政策')
}
