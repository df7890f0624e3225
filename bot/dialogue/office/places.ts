import type { ChatMoved, Said } from '../../model/message.ts'
import { type Place, PlaceId } from '../../model/staff.ts'
import { placeText, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import { unitMeant } from '../staff/units.ts'
import type { Turn } from '../turn.ts'
import { unitShort } from './people-pages.ts'

const { PRESS, ROOM_ALSO } = placeText
const PLACE = 'place'
const ROOMS = Object.keys(ROOM_ALSO) as readonly (keyof typeof ROOM_ALSO)[]
const BIND = /^\/(?:bind|绑定)(?:@\w+)?(?:\s+(.*))?$/isu
const UNBIND = /^\/(?:unbind|解绑)(?:@\w+)?$/iu

/**
 * `/bind PLACE` in a group or a topic of one makes it the place where those meet who have a part in something; `/unbind`
 * gives it up. For administrators. False when the line is neither.
 */
export function placeCommand(turn: Turn, message: Said, { line }: Heard): boolean {
  const bind = BIND.exec(line)
  if (!bind && !UNBIND.test(line)) return false
  if (!isAdministrator(turn)) turn.say(staffText.adminsOnly)
  else
    withPlaces(turn, (places) => {
      if (message.privately === undefined) turn.say(placeText.inGroup(namesOf(turn, places)))
      else if (!bind) giveUp(turn, places)
      else bindTo(turn, places, bind[1]?.trim() ?? '')
    })
  return true
}

/** A choice of what a group is to be; false when it was another. */
export function pressPlace(turn: Turn, id: string, message: Said): boolean {
  const [kind, verb, ...rest] = id.split(':')
  if (kind !== PLACE) return false
  const place = PlaceId.safeParse(rest.join(':')).data
  if (!isAdministrator(turn)) turn.flash(staffText.adminsOnly, [], true)
  else
    withPlaces(turn, (places) => {
      if (message.privately === undefined) turn.say(placeText.inGroup(namesOf(turn, places)))
      else if (verb === 'units') chooseUnit(turn)
      else if (verb === 'none') giveUp(turn, places)
      else if (place && isKnown(turn, place)) put(turn, places, place, verb === 'yes')
      else turn.say(placeText.leftAsItIs)
    })
  return true
}

/** A group that got another address is still the place it was, and so are its topics. */
export function chatMovedTurn(turn: Turn, { from, to }: ChatMoved): 'ignore' | undefined {
  const found = turn.read({ kind: 'places' })
  if (!found) return undefined
  const moved = found.places.flatMap(({ value: { id, at } }) => {
    const isOfIt = at?.channel === from.channel && (at.chat === from.chat || at.chat.startsWith(`${from.chat}/`))
    return isOfIt ? [{ id, at: { channel: to.channel, chat: at.chat.replace(from.chat, () => to.chat) } }] : []
  })
  for (const { id, at } of moved) turn.recordPlace(id, { type: 'place-set', data: { at } })
  return moved.length > 0 ? undefined : 'ignore'
}

function bindTo(turn: Turn, places: readonly Place[], said: string): void {
  if (said === '') return offer(turn, places)
  const room = ROOMS.find((one) => one === said || ROOM_ALSO[one].includes(said))
  const unit = /^(?:\*|所有(?:承办)?单位)$/u.test(said) ? '*' : unitMeant(said, turn.desk.catalog.units)?.id
  if (room) return put(turn, places, room, false)
  if (unit) return put(turn, places, `unit:${unit}`, false)
  turn.say(placeText.unknownPlace(said))
  offer(turn, places)
}

function offer(turn: Turn, places: readonly Place[]): void {
  const now = placeHere(turn, places)
  const rooms = ROOMS.map((room) => choice(nameOf(turn, room), PLACE, 'set', room))
  const none = now ? [choice(PRESS.unbind, PLACE, 'none')] : []
  const choices = [...rooms, choice(PRESS.unit, PLACE, 'units'), ...none, choice(PRESS.no, PLACE, 'no')]
  turn.say(placeText.choose(now && nameOf(turn, now.id)), choices)
}

function chooseUnit(turn: Turn): void {
  const units = turn.desk.catalog.units.map(({ id, short }) => choice(short, PLACE, 'set', `unit:${id}`))
  const all = choice(placeText.ALL_UNITS, PLACE, 'set', 'unit:*')
  turn.say(placeText.chooseUnit, [all, ...units, choice(PRESS.no, PLACE, 'no')])
}

/** Whoever is in a group sees all its topics: that is to be confirmed. A chat is one place only. */
function put(turn: Turn, places: readonly Place[], id: PlaceId, confirmed: boolean): void {
  const now = placeHere(turn, places)
  const name = nameOf(turn, id)
  if (now?.id === id) return turn.say(placeText.alreadyBound(name))
  if (isTopic(turn) && !confirmed) {
    const choices = [choice(PRESS.yes, PLACE, 'yes', id), choice(PRESS.no, PLACE, 'no')]
    return turn.say(placeText.topicWarning(name), choices)
  }
  turn.as('administrator')
  const moved = places.some((place) => place.id === id && place.at !== undefined)
  if (now) turn.recordPlace(now.id, { type: 'place-cleared', data: {} })
  turn.recordPlace(id, { type: 'place-set', data: { at: turn.here } })
  turn.say(placeText.bound(name, moved, now && nameOf(turn, now.id)))
}

function giveUp(turn: Turn, places: readonly Place[]): void {
  const now = placeHere(turn, places)
  if (!now) return turn.say(placeText.notBound)
  turn.as('administrator')
  turn.recordPlace(now.id, { type: 'place-cleared', data: {} })
  turn.say(placeText.unbound(nameOf(turn, now.id)))
}

/** A topic has the chat and its own id in its address. */
const isTopic = ({ here }: Turn) => here.chat.includes('/')

function placeHere({ here }: Turn, places: readonly Place[]): Place | undefined {
  return places.find(({ at }) => at?.channel === here.channel && at.chat === here.chat)
}

function isKnown({ desk }: Turn, id: PlaceId): boolean {
  const unit = id.startsWith('unit:') ? id.slice('unit:'.length) : '*'
  return unit === '*' || desk.catalog.units.some((one) => one.id === unit)
}

const nameOf = (turn: Turn, id: PlaceId): string => placeText.placeName(id, unitShort(turn))
const namesOf = (turn: Turn, places: readonly Place[]): string[] =>
  places.filter(({ at }) => at !== undefined).map(({ id }) => nameOf(turn, id))

function withPlaces(turn: Turn, use: (places: readonly Place[]) => void): void {
  const found = turn.read({ kind: 'places' })
  if (found) use(found.places.map(({ value }) => value))
}

function isAdministrator({ party }: Turn): boolean {
  return party.roles.includes('administrator')
}
