/** More different ones than these are not remembered. */
const MOST = 20_000

/**
 * Gives the same object for what is written the same: a hundred thousand appeals have some thousand different deadlines
 * among them, and without it these are most of what a ledger takes in memory. Not for what anybody changes.
 */
export function createAlike<T extends object>(): (value: T) => T {
  const known = new Map<string, T>()
  return (value) => {
    const text = JSON.stringify(value)
    const before = known.get(text)
    if (before) return before
    if (known.size >= MOST) known.clear()
    known.set(text, value)
    return value
  }
}
