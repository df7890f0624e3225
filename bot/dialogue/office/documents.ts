import type { JobDone, Said } from '../../model/message.ts'
import type { Choice, RichText } from '../../model/reply.ts'
import { kbText, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import type { Turn } from '../turn.ts'

type Step = 'adopt' | 'withdraw-document' | 'discard'
export const STEPS: Readonly<Record<string, Step>> = {
  [kbText.ADOPT]: 'adopt',
  [kbText.REJOIN]: 'adopt',
  [kbText.WITHDRAW]: 'withdraw-document',
  [kbText.DISCARD]: 'discard',
}
const ORDER = new RegExp(`^/?(${Object.keys(STEPS).join('|')})\\s*([0-9a-f]{8})$`, 'u')
const DOCUMENT = 'doc'

/** A file that an administrator sends is one for the documents; false when it is something else. */
export function documentCommand(turn: Turn, { attachments, lost = [] }: Said, { line }: Heard): boolean {
  const [, word = '', staged = ''] = ORDER.exec(line) ?? []
  const step = STEPS[word]
  if (step) {
    take(turn, step, staged)
    return true
  }
  if (!isAdministrator(turn) || attachments.length + lost.length === 0) return false
  for (const { name, why } of lost) turn.say(kbText.lost(name, why))
  if (attachments.length > 0) turn.say(kbText.checking(attachments.map(({ name }) => name)))
  for (const file of attachments) turn.start({ kind: 'stage', answerTo: turn.here, by: signature(turn), file })
  return true
}

/** What a document that was sent offers; false when it was another choice. */
export function pressDocument(turn: Turn, id: string): boolean {
  const [kind, what = '', staged = ''] = id.split(':')
  const step = Object.values(STEPS).find((one) => one === what)
  if (kind !== DOCUMENT || !step) return false
  take(turn, step, staged)
  return true
}

function take(turn: Turn, step: Step, staged: string): void {
  if (!isAdministrator(turn)) return turn.flash(staffText.adminsOnly, [], true)
  turn.start({ kind: step, answerTo: turn.here, by: signature(turn), staged })
  show(turn, staged, [kbText.WORKING[step]])
}

/** Tells what became of a document; false when another job has ended. */
export function documentDone(turn: Turn, { job, ok, refused = false, lines, staged }: JobDone): boolean {
  if (!isOfDocuments(job)) return false
  const choices = staged === undefined ? [] : offers(job, ok, refused, staged)
  // What is told outside of his turn is not on his table: where no buttons are pressed, it has to be said in words.
  const orders = turn.desk.keepsCards(turn.here) ? [] : choices.flatMap(asWords)
  const text = kbText.documentDone({ job, ok, refused, rows: lines, orders })
  show(turn, staged, text, orders.length > 0 ? [] : choices, true)
  return true
}

const JOBS = ['stage', 'adopt', 'withdraw-document', 'discard'] as const
const isOfDocuments = (job: string): job is (typeof JOBS)[number] => JOBS.some((one) => one === job)

function offers(job: (typeof JOBS)[number], ok: boolean, refused: boolean, staged: string): Choice[] {
  const offer = (label: string) => choice(label, DOCUMENT, STEPS[label] ?? '', staged)
  switch (job) {
    case 'stage':
      return [offer(kbText.ADOPT), offer(kbText.DISCARD)]
    case 'adopt':
      if (refused) return [FORCE, offer(kbText.WITHDRAW)]
      return ok ? [offer(kbText.WITHDRAW)] : [offer(kbText.REJOIN), offer(kbText.WITHDRAW), offer(kbText.DISCARD)]
    case 'withdraw-document':
      if (refused) return [FORCE, offer(kbText.REJOIN)]
      return ok ? [offer(kbText.REJOIN), offer(kbText.DISCARD)] : [offer(kbText.WITHDRAW)]
    case 'discard':
      return ok ? [] : [offer(kbText.WITHDRAW)]
  }
}

const FORCE = choice(staffText.FORCE, 'kb', 'force')

const asWords = ({ id, label }: Choice): string =>
  id.startsWith(`${DOCUMENT}:`) ? `${label} ${id.split(':')[2]}` : label

/** A card for each document, edited as it goes its way; what became of it (`news`) comes below what was said since. */
function show(turn: Turn, staged: string | undefined, text: RichText, choices: Choice[] = [], news = false): void {
  if (staged === undefined || !turn.desk.keepsCards(turn.here)) return turn.say(text, choices)
  turn.showCard(turn.here, `${DOCUMENT}:${staged}`, text, choices, 'system', news ? { anew: true } : {})
}

function isAdministrator({ party }: Turn): boolean {
  return party.roles.includes('administrator')
}

function signature({ party }: Turn): string {
  return party.name ?? party.id
}
