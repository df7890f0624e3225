import slips from './slips.json' with { type: 'json' }

const right: ReadonlyMap<string, string> = new Map(Object.entries(slips))
const SLIP = new RegExp([...right.keys()].sort((a, b) => b.length - a.length).join('|'), 'g')

/**
 * Writes what people often mistype, and characters that have another form, as texts have them (帐期 → 账期, 年捡 → 年检). The table
 * holds only what stands in no correct text next to its neighbours (中裁 is left out: 诉讼中裁定). Nothing gets longer or shorter,
 * so offsets stay; applying it twice changes nothing more.
 */
export function mend(normal: string): string {
  return normal.replace(SLIP, (slip) => right.get(slip) ?? slip)
}
