/** Records by key, kept in parts of bounded size, so that a snapshot writes again only the parts that changed. */
export interface Shelf<T> {
  readonly name: string
  readonly size: number
  get(key: string): T | undefined
  /** A new record goes to the open part of its group (such as a month) and stays in it. */
  put(key: string, value: T, group?: string): void
  delete(key: string): void
  keys(): Iterable<string>
  /** The parts changed since they were last taken, as they are now; an emptied part is just gone. */
  takeChanged(): readonly Part<T>[]
  /** Gives back parts that could not be stored after all. */
  putBack(names: Iterable<string>): void
  partNames(): readonly string[]
  /** Puts a record into the part it was stored in. */
  load(part: string, key: string, value: T): void
  clear(): void
  /** Forgets the groups whose names come before this one, all but what is to stay. */
  forgetBefore(group: string, stays?: (key: string) => boolean): void
}

export interface Part<T> {
  readonly name: string
  readonly records: readonly (readonly [key: string, value: T])[]
}

/** `aPart`: so many records at most in a part; to write one must not hold up the others. */
export function createShelf<T>(name: string, aPart = 500): Shelf<T> {
  const records = new Map<string, { value: T; readonly part: string }>()
  const parts = new Map<string, Set<string>>()
  const changed = new Set<string>()
  /** The number of the part that each group is filling. */
  const filling = new Map<string, number>()

  function openPart(group: string): string {
    const number = filling.get(group) ?? 1
    const part = partName(group, number)
    const full = (parts.get(part)?.size ?? 0) >= aPart
    filling.set(group, full ? number + 1 : number)
    return full ? partName(group, number + 1) : part
  }
  function partName(group: string, number: number): string {
    return [name, ...(group ? [group] : []), String(number).padStart(4, '0')].join('-')
  }
  function join(part: string, key: string, value: T): void {
    records.set(key, { value, part })
    const members = parts.get(part)
    if (members) members.add(key)
    else parts.set(part, new Set([key]))
  }

  return {
    name,
    get size() {
      return records.size
    },
    get: (key) => records.get(key)?.value,
    keys: () => records.keys(),
    put(key, value, group = '') {
      const record = records.get(key)
      if (record) record.value = value
      else join(openPart(group), key, value)
      changed.add(records.get(key)?.part ?? '')
    },
    delete(key) {
      const record = records.get(key)
      if (!record) return
      records.delete(key)
      parts.get(record.part)?.delete(key)
      changed.add(record.part)
    },
    takeChanged() {
      const taken = [...changed].map((part) => ({
        name: part,
        records: [...(parts.get(part) ?? [])].flatMap((key) => {
          const record = records.get(key)
          return record ? [[key, record.value] as const] : []
        }),
      }))
      changed.clear()
      for (const { name: part, records: left } of taken) if (left.length === 0) parts.delete(part)
      return taken.filter((part) => part.records.length > 0)
    },
    putBack(names) {
      for (const part of names) changed.add(part)
    },
    partNames: () => [...parts.keys()],
    load(part, key, value) {
      if (!parts.has(part)) {
        const [, group = '', number = ''] = /^(.*)-(\d{4,})$/.exec(part.slice(name.length)) ?? []
        const filled = group.slice(1)
        filling.set(filled, Math.max(filling.get(filled) ?? 1, Number(number)))
      }
      join(part, key, value)
    },
    clear() {
      for (const all of [records, parts, changed, filling]) all.clear()
    },
    forgetBefore(group, stays = () => false) {
      for (const [part, members] of parts) {
        if (part.slice(name.length + 1, part.lastIndexOf('-')) >= group) continue
        for (const key of [...members]) {
          if (stays(key)) continue
          records.delete(key)
          members.delete(key)
          changed.add(part)
        }
      }
    },
  }
}
