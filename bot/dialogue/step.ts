import type { Actor } from '../model/appeal.ts'
import type { Address, Message } from '../model/message.ts'
import { isStaff, type Party } from '../model/person.ts'
import { STAFF_CHANNEL } from '../roster/directory.ts'
import { countDays } from './clock/count-days.ts'
import { dueTurn } from './clock/due.ts'
import { forgetExpired } from './clock/forget-expired.ts'
import type { Desk } from './desk.ts'
import { entrepreneurTurn } from './entrepreneur/entrepreneur.ts'
import { withNotices } from './notifying.ts'
import { jobDoneTurn } from './office/admin.ts'
import { channelTurn, parkedTurn, progressTurn } from './office/alarms.ts'
import { entranceTurn } from './office/entrance.ts'
import { orderedTurn } from './office/joining.ts'
import { loginTurn } from './office/login.ts'
import { chatMovedTurn } from './office/places.ts'
import { documentsChangedTurn, sendHeldBack } from './office/pushes.ts'
import { strangerTurn } from './office/stranger.ts'
import { drawCards } from './staff/cards.ts'
import { staffTurn } from './staff/staff.ts'
import { type Dossier, type Outcome, Turn } from './turn.ts'

/**
 * Decides what a message brings about. Pure: the same dossier, message and desk decide the same, so a conflict is
 * simply decided again. `null`: nothing is to be done, and nothing is kept.
 */
export function step(dossier: Dossier, message: Message, desk: Desk): Outcome {
  switch (message.kind) {
    case 'said': {
      const turn = new Turn(dossier, message.from, actorOf(dossier.party), desk, message)
      if (isStaff(dossier.party)) staffTurn(turn, message)
      else {
        const outcome = (isForStaff(message.from) ? strangerTurn : entrepreneurTurn)(turn, message)
        if (outcome === 'ignore') return null
        if (outcome === 'privately') return outcome
      }
      return decided(turn)
    }
    case 'due': {
      const turn = systemTurn(dossier, desk)
      return dueTurn(turn, message) === 'ignore' ? null : decided(turn)
    }
    case 'job-done': {
      const turn = systemTurn(dossier, desk, message.to)
      jobDoneTurn(turn, message)
      return decided(turn)
    }
    case 'documents-changed': {
      const turn = systemTurn(dossier, desk)
      return documentsChangedTurn(turn, message) === 'ignore' ? null : decided(turn)
    }
    case 'morning': {
      const turn = systemTurn(dossier, desk)
      sendHeldBack(turn)
      forgetExpired(turn)
      countDays(turn)
      return decided(turn)
    }
    case 'progress': {
      const turn = systemTurn(dossier, desk)
      return progressTurn(turn, message) === 'ignore' ? null : decided(turn)
    }
    case 'channel': {
      const turn = systemTurn(dossier, desk)
      return channelTurn(turn, message) === 'ignore' ? null : decided(turn)
    }
    case 'login': {
      const turn = systemTurn(dossier, desk)
      return loginTurn(turn, message) === 'ignore' ? null : decided(turn)
    }
    case 'parked': {
      const turn = systemTurn(dossier, desk)
      return parkedTurn(turn, message) === 'ignore' ? null : decided(turn)
    }
    case 'chat-moved': {
      const turn = systemTurn(dossier, desk)
      return chatMovedTurn(turn, message) === 'ignore' ? null : decided(turn)
    }
    case 'ordered': {
      const turn = systemTurn(dossier, desk)
      return orderedTurn(turn, message) === 'ignore' ? null : decided(turn)
    }
    case 'entrance': {
      const turn = systemTurn(dossier, desk)
      return entranceTurn(turn, message) === 'ignore' ? null : decided(turn)
    }
  }
}

/** Entrepreneurs are served on other channels than staff work in. */
const isForStaff = ({ channel }: Address): boolean => channel === STAFF_CHANNEL

/** When all has happened the cards are drawn as the appeals stand then, and who else is to hear of it is told. */
function decided(turn: Turn): Outcome {
  drawCards(turn)
  const outcome = turn.decide()
  return turn.desk.notifies ? withNotices(outcome, (number) => turn.appeal(number) ?? undefined) : outcome
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
