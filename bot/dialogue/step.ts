import type { Actor } from '../model/appeal.ts'
import type { Address, Message } from '../model/message.ts'
import { isStaff, type Party } from '../model/person.ts'
import { dueTurn } from './clock/due.ts'
import { forgetExpired } from './clock/forget-expired.ts'
import type { Desk } from './desk.ts'
import { entrepreneurTurn } from './entrepreneur/entrepreneur.ts'
import { jobDoneTurn } from './office/admin.ts'
import { documentsChangedTurn, sendHeldBack } from './office/pushes.ts'
import { staffTurn } from './staff/staff.ts'
import { type Dossier, type Outcome, Turn } from './turn.ts'

/**
 * Decides what a message brings about. Pure: the same dossier, message and desk decide the same, so a conflict is
 * simply decided again. `null`: nothing is to be done, and nothing is kept.
 */
export function step(dossier: Dossier, message: Message, desk: Desk): Outcome {
  switch (message.kind) {
    case 'said': {
      const turn = new Turn(dossier, message.from, actorOf(dossier.party), desk, message.privately)
      if (isStaff(dossier.party)) staffTurn(turn, message)
      else if (entrepreneurTurn(turn, message) === 'ignore') return null
      return turn.decide()
    }
    case 'due': {
      const turn = systemTurn(dossier, desk)
      return dueTurn(turn, message) === 'ignore' ? null : turn.decide()
    }
    case 'job-done': {
      const turn = systemTurn(dossier, desk, message.to)
      jobDoneTurn(turn, message)
      return turn.decide()
    }
    case 'documents-changed': {
      const turn = systemTurn(dossier, desk)
      return documentsChangedTurn(turn, message) === 'ignore' ? null : turn.decide()
    }
    case 'morning': {
      const turn = systemTurn(dossier, desk)
      sendHeldBack(turn)
      forgetExpired(turn)
      return turn.decide()
    }
    case 'progress':
    case 'channel':
    case 'parked':
    case 'chat-moved':
    case 'ordered':
      return null
  }
}

/** Where the bot acts of itself it speaks to nobody but those it names. */
const NOWHERE: Address = { channel: 'jobs', chat: 'system' }

function systemTurn(dossier: Dossier, desk: Desk, at: Address = NOWHERE): Turn {
  return new Turn(dossier, at, { role: 'system', id: 'system' }, desk)
}

/** Staff are named; their first role stands until an act asks for another (`Turn.as`). */
function actorOf({ id, roles, name }: Party): Actor {
  const [role] = roles
  return role === undefined ? { role: 'entrepreneur', id } : { role, id, ...(name && { name }) }
}
