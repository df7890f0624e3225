import type { Unit } from '../../model/catalog.ts'

/** A unit by its id, its name, a part of it, or an abbreviation such as 工信局 or 工商, where only one fits. */
export function unitMeant(said: string, units: readonly Unit[]): Unit | undefined {
  if (said === '') return undefined
  const exact = units.find(({ id, name, short, also }) => [id, name, short, ...also].includes(said))
  const abbreviates = ({ name }: Unit) => {
    let at = 0
    return [...said].every((character) => {
      at = name.indexOf(character, at) + 1
      return at > 0
    })
  }
  const calls = ({ short, also }: Unit) => [short, ...also].some((name) => said.length > 1 && name.startsWith(said))
  const fitting = units.filter((unit) => abbreviates(unit) || calls(unit))
  return exact ?? (fitting.length === 1 ? fitting[0] : undefined)
}

/** Several, one behind the other: “财政局、税务局”. */
export function unitsMeant(
  said: string,
  units: readonly Unit[],
): { readonly units: readonly Unit[]; readonly unknown: readonly string[] } {
  const parts = said
    .split(/[、,，;；+\s]+|和|及/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const read = parts.map((part) => ({ part, unit: unitMeant(part, units) }))
  return {
    units: [...new Set(read.flatMap(({ unit }) => unit ?? []))],
    unknown: read.flatMap(({ part, unit }) => (unit ? [] : [part])),
  }
}
