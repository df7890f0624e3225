import { showNumber } from '../../appeal/reference.ts'
import { isOpen } from '../../appeal/states.ts'
import type { Appeal } from '../../model/appeal.ts'
import type { Instant } from '../../model/instant.ts'
import { plusMs } from '../../model/instant.ts'
import type { Slots } from '../../model/slots.ts'
import { intakeText, privacyText, talk } from '../../texts/zh-cn.ts'
import type { Heard } from '../hear.ts'
import { fragmentOf, saidOnly, withAside } from '../intake/aside.ts'
import { lodge, tellToKeep } from '../intake/lodge.ts'
import { fromBefore } from '../intake/slots.ts'
import { isInEnglish } from '../manner.ts'
import { awaitMore } from '../own/await-more.ts'
import { recordSupplement } from '../own/supplement.ts'
import { readAll } from '../reading/index.ts'
import { announce } from '../staff/announce.ts'
import type { Turn } from '../turn.ts'
import { hasConsented } from './consent.ts'

/** One who asks for a person again within this time means what he has just handed over. */
const RECENT_MS = 30 * 60_000

/**
 * “人工”: staff are told at once, with all that was said so far, under a number so that nothing is lost and they can
 * answer. What the person says next goes to them too.
 */
export function handOff(turn: Turn): void {
  const { intake, held, lastQuestion } = turn.conversation
  const fresh = plusMs(turn.desk.now, -RECENT_MS)
  const asked = (lastQuestion?.at ?? '') > fresh ? lastQuestion : undefined
  const spoken = held?.text || intake?.told || (fragmentOf(turn) ? '' : asked?.text)
  const told: Slots = intake?.slots.matter
    ? intake.slots
    : { ...fromBefore(turn.person), kind: 'help', ...(spoken && { matter: spoken }) }
  const waiting =
    spokenOf(turn, fresh) ??
    turn.own.find(
      ({ state, number, registeredAt, personal }) =>
        state === 'registered' &&
        (personal?.particulars.matter === (told.matter ?? '') ||
          (!intake && number === turn.conversation.focus && registeredAt > fresh)),
    )
  if (waiting) {
    announce(turn, waiting, 'handoff')
    turn.say(talk.alreadyWithStaff(showNumber(waiting.number)))
    return awaitMore(turn, waiting.number)
  }
  const { text, attachments } = withAside(turn, {
    text: told.matter ?? '',
    attachments: [...(held?.attachments ?? []), ...(intake?.attachments ?? [])],
  })
  const appeal = lodge(turn, { ...told, matter: text }, { attachments, urgent: false, news: 'handoff' })
  letGo(turn)
  turn.say(intakeText.passedOn(showNumber(appeal.number)))
  tellToKeep(turn, appeal)
  turn.say(talk.staffHours(turn.desk.catalog))
  if (isInEnglish(text)) turn.say(talk.handedOverInEnglish(showNumber(appeal.number)))
  if (saidOnly(text) === '') turn.say(talk.handoffAsk)
  // He is not asked before a person answers him, and told of it all the same.
  if (!hasConsented(turn)) turn.say(privacyText.handedOver)
  awaitMore(turn, appeal.number)
}

/** The one he has just told more of, where nothing else was begun or asked since. */
function spokenOf({ own, conversation }: Turn, fresh: Instant): Appeal | undefined {
  const { intake, held, focus, lastQuestion } = conversation
  const of = own.find(({ number }) => number === focus)
  const told = of?.personal?.thread.findLast(({ kind }) => kind === 'supplement')
  if (intake || held || !of || !isOpen(of.state) || !told || told.at <= fresh) return undefined
  return (lastQuestion?.at ?? '') > told.at ? undefined : of
}

/** What waited for his word has gone with the rest. */
function letGo(turn: Turn): void {
  const { held: _, ...rest } = turn.conversation
  turn.conversation = rest
}

/** Words of danger to life: the emergency numbers first, and staff at once, before any question. */
export function inDanger(turn: Turn, heard: Heard): void {
  turn.say(talk.danger)
  const { intake, held } = turn.conversation
  const before = turn.own.find((one) => one.urgent && isOpen(one.state))
  if (before) {
    announce(turn, recordSupplement(turn, before, heard.text, heard.attachments), 'danger')
    awaitMore(turn, before.number)
  } else {
    const read = readAll(heard.line, turn.desk.catalog, turn.today)
    const matter = [held?.text, intake?.slots.matter, heard.text].filter(Boolean).join('\n')
    const slots: Slots = { ...fromBefore(turn.person), ...intake?.slots, ...read, kind: 'help', matter }
    const { text, attachments } = withAside(turn, {
      text: matter,
      attachments: [...(held?.attachments ?? []), ...(intake?.attachments ?? []), ...heard.attachments],
    })
    const appeal = lodge(turn, { ...slots, matter: text }, { attachments, urgent: true, news: 'danger' })
    turn.say(talk.dangerNumber(showNumber(appeal.number), appeal.personal?.particulars.phone !== undefined))
    tellToKeep(turn, appeal)
    letGo(turn)
    awaitMore(turn, appeal.number)
  }
}
