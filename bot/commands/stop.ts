/**
 * Fires when the process is told to stop by one of these signals. Told once more it ends at once, as it would without us;
 * `forget` leaves the signals to the system again.
 */
export function stopOn(...signals: readonly NodeJS.Signals[]): {
  readonly stop: AbortSignal
  readonly forget: () => void
} {
  const told = new AbortController()
  const forget = () => {
    for (const signal of signals) process.off(signal, stop)
  }
  const stop = () => {
    forget()
    told.abort()
  }
  for (const signal of signals) process.on(signal, stop)
  return { stop: told.signal, forget }
}
