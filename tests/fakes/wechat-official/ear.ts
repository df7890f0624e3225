/** What came to somebody's phone. */
export interface Heard {
  /** As the answer to what he sent, later by an API, by a welcome code, or said by WeChat itself. */
  readonly road: 'passive' | 'active' | 'welcome' | 'notice'
  readonly type: string
  /** As the phone shows it: a menu's lines one below the other. */
  readonly text: string
  readonly choices: readonly { readonly id: string; readonly content: string }[]
  readonly file: { readonly name: string; readonly bytes: Uint8Array } | undefined
  /** WeCom's own, or what it was told to be. */
  readonly msgid: string | undefined
  /** Milliseconds of the fake's clock. */
  readonly at: number
}

export type Wanted = string | RegExp | ((heard: Heard) => boolean)

export interface Ear {
  readonly heard: readonly Heard[]
  /** Throws where nothing came yet. */
  readonly last: Heard
  /** The newest that fits, now or as soon as there is one. Rejects when none came in time, with what came instead. */
  until(wanted: Wanted, how?: { readonly ms?: number; readonly after?: Heard }): Promise<Heard>
}

/** What changes is told to whoever waits for it. */
export interface Bell {
  ring(): void
  /** Resolves when `look` has found something. */
  until<T>(look: () => T | undefined, ms: number, instead: () => string): Promise<T>
}

export function createBell(): Bell {
  const listeners = new Set<() => void>()
  return {
    ring() {
      for (const listener of [...listeners]) listener()
    },
    until: (look, ms, instead) =>
      new Promise((resolve, reject) => {
        const there = look()
        if (there !== undefined) return resolve(there)
        const stop = () => {
          clearTimeout(over)
          listeners.delete(again)
        }
        const again = () => {
          const found = look()
          if (found === undefined) return
          stop()
          resolve(found)
        }
        const over = setTimeout(() => {
          stop()
          reject(new Error(instead()))
        }, ms)
        listeners.add(again)
      }),
  }
}

export function createEar(name: string, bell: Bell, patienceMs: number): Ear & { hear(heard: Heard): void } {
  const all: Heard[] = []
  return {
    heard: all,
    get last() {
      const last = all.at(-1)
      if (!last) throw new Error(`${name} has heard nothing`)
      return last
    },
    hear(heard) {
      all.push(heard)
      bell.ring()
    },
    until(wanted, { ms = patienceMs, after } = {}) {
      const from = after ? all.indexOf(after) + 1 : 0
      const look = () => all.slice(from).findLast((heard) => fits(heard, wanted))
      return bell.until(look, ms, () => {
        const came = all.slice(-5).map(({ road, text }) => `  ${road}: ${text}`)
        return `${name} did not hear ${String(wanted)} in ${ms} ms, but:\n${came.join('\n')}`
      })
    },
  }
}

function fits(heard: Heard, wanted: Wanted): boolean {
  if (typeof wanted === 'string') return heard.text.includes(wanted)
  return wanted instanceof RegExp ? wanted.test(heard.text) : wanted(heard)
}
