import { mask, maskEnterprise, maskName, maskPhone, maskTold } from '../appeal/redact.ts'
import type { Appeal, Particulars } from '../model/appeal.ts'
import type { AppealEvent } from '../model/event.ts'

/** The appeal with nothing in it that tells who somebody is; what happened stays readable. */
export function masked(appeal: Appeal): Appeal {
  if (!appeal.personal) return appeal
  const { home, particulars, thread } = appeal.personal
  return {
    ...appeal,
    personal: {
      code: '******',
      home: { ...home, chat: '******' },
      particulars: maskedParticulars(particulars),
      thread: thread.map((said) => ({ ...said, text: maskTold(said.text, particulars), attachments: [] })),
    },
  }
}

/** The same for an event of its history; `told` is what the appeal holds of the person now. */
export function maskedEvent({ salt: _, ...event }: AppealEvent, told: Particulars | undefined): AppealEvent {
  // With the salt, what is short could be found by trying: it stays with what it hides.
  if (!event.personal) return event
  if (event.type === 'registered') {
    const { home, particulars } = event.personal
    const personal = { code: '******', home: { ...home, chat: '******' }, particulars: maskedParticulars(particulars) }
    return { ...event, personal }
  }
  if ('text' in event.personal) {
    return { ...event, personal: { text: maskTold(event.personal.text, told), attachments: [] } } as AppealEvent
  }
  return event
}

function maskedParticulars(told: Particulars): Particulars {
  return {
    matter: maskTold(told.matter, told),
    ...(told.respondent && { respondent: maskTold(told.respondent, told) }),
    ...(told.enterprise && { enterprise: maskEnterprise(told.enterprise) }),
    ...(told.contact && { contact: maskName(told.contact) }),
    ...(told.phone && { phone: maskPhone(told.phone) }),
    ...(told.uscc && { uscc: mask(told.uscc) }),
    ...(told.wish && { wish: maskTold(told.wish, told) }),
    ...(told.arrears && { arrears: told.arrears }),
    attachments: [],
  }
}
