import { plusMs } from '../../model/instant.ts'
import type { Turn } from '../turn.ts'

/** Counts the messages of a window; too many bring one notice, and then silence until the window is over. */
export function tooFast(turn: Turn): 'tell' | 'told-before' | null {
  const { messages, seconds } = turn.desk.catalog.pace
  const { now } = turn.desk
  const { pace } = turn.person
  const running =
    pace && now < plusMs(pace.from, seconds * 1000) && now >= pace.from ? pace : { from: now, count: 0, told: false }
  if (running.told) return 'told-before'
  const count = running.count + 1
  const told = count > messages
  turn.person = { ...turn.person, pace: { ...running, count, told } }
  return told ? 'tell' : null
}

/** Whether another private code may be tried; a wrong one is counted with `wrongGuess`. */
export function mayGuess(turn: Turn): boolean {
  return runningGuesses(turn).count < turn.desk.catalog.guesses.tries
}

/** Whether a wrong one still counts: who is forgotten meanwhile would begin to count anew. */
export const hasGuessedWrong = (turn: Turn): boolean => runningGuesses(turn).count > 0

export function wrongGuess(turn: Turn): void {
  const running = runningGuesses(turn)
  turn.person = { ...turn.person, guesses: { ...running, count: running.count + 1 } }
}

function runningGuesses(turn: Turn): { from: string; count: number } {
  const { now, catalog } = turn.desk
  const { guesses } = turn.person
  return guesses && now < plusMs(guesses.from, catalog.guesses.hours * 3_600_000) ? guesses : { from: now, count: 0 }
}
