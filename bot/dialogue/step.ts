import type { Message } from '../model/message.ts'
import { jobDoneTurn } from './admin.ts'
import type { Desk } from './desk.ts'
import { dueTurn } from './due.ts'
import { entrepreneurTurn } from './entrepreneur.ts'
import { staffTurn } from './staff.ts'
import { type Dossier, type Outcome, Turn } from './turn.ts'

/**
 * Decides what a message brings about. Pure: the same dossier, message and desk decide the same, so a conflict is
 * simply decided again. `null`: nothing is to be done, and nothing is kept.
 */
export function step(dossier: Dossier, message: Message, desk: Desk): Outcome {
  const { id, role, name } = dossier.party
  switch (message.kind) {
    case 'said': {
      const turn = new Turn(dossier, message.from, { role, id, ...(role !== 'entrepreneur' && name && { name }) }, desk)
      if (role !== 'entrepreneur') staffTurn(turn, message)
      else if (entrepreneurTurn(turn, message) === 'ignore') return null
      return turn.decide()
    }
    case 'due': {
      const turn = new Turn(dossier, desk.staffRoom, { role: 'system', id: 'system' }, desk)
      return dueTurn(turn, message) === 'ignore' ? null : turn.decide()
    }
    case 'job-done': {
      const turn = new Turn(dossier, message.to, { role: 'system', id: 'system' }, desk)
      jobDoneTurn(turn, message)
      return turn.decide()
    }
  }
}
