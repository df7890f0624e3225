import { createConfig } from '../../config.ts'
import { Fault } from '../../model/fault.ts'
import { systemClock } from '../clock.ts'
import type { Io } from '../io.ts'
import { configFor } from '../options.ts'
import { shippedDocuments } from '../paths.ts'
import { type Asked, type Asking, askOnce } from './ask.ts'
import type { World } from './finding.ts'

const NAMES = /\b(?:QINQING_[A-Z0-9_]+|DATABASE_URL(?:_FILE)?|WECHATY_PUPPET|HTTPS_PROXY)\b/g

/**
 * The settings as far as they can be read: what is mistaken is told in `mistakes` and left out, so that all the rest can be
 * looked at in the same go.
 */
export function worldOf(io: Io, flags: World['flags'], offline: boolean): World {
  const mistakes: Fault[] = []
  const spoilt = new Set<string>()
  let env = io.env
  function config() {
    // Leaving one out may leave another alone that needs it: hence the rounds.
    for (let round = 0; round < 10; round++) {
      try {
        return round === 0 ? configFor(io, flags) : createConfig(env, flags, { docs: shippedDocuments })
      } catch (error) {
        if (!(error instanceof Fault) || error.code === 'usage') throw error
        if (round === 0) mistakes.push(error)
        const named = Object.keys(env).filter((name) => namesIn(error.message).has(name))
        for (const name of named) spoilt.add(name)
        env = Object.fromEntries(Object.entries(env).filter(([name]) => !spoilt.has(name)))
      }
    }
    return createConfig({}, flags, { docs: shippedDocuments })
  }
  return { config: config(), spoilt, mistakes, flags, io, offline, now: () => systemClock.now(), ask: asking() }
}

/** What is no setting is told with the one that was probably meant. */
const namesIn = (text: string): ReadonlySet<string> => new Set(text.replace(/did you mean .*/g, '').match(NAMES) ?? [])

/** The same is asked once. */
function asking(): (one: Asking) => Promise<Asked> {
  const asked = new Map<string, Promise<Asked>>()
  return (one) => {
    const key = JSON.stringify(one)
    const answer = asked.get(key) ?? askOnce(one)
    asked.set(key, answer)
    return answer
  }
}
