import QRCode from 'qrcode'
import type { payloads } from 'wechaty'
import type { AccountNews } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import type { Reason } from './trouble.ts'

export interface AccountOptions {
  readonly clock: Clock
  readonly onAccount: (news: AccountNews) => void
  /** Shows a code in the terminal. */
  readonly show: (code: string) => void
  readonly log: (line: string) => void
}

/** Who is to log in, and has: the code to scan goes where somebody may scan it. */
export interface Account {
  open(stop: AbortSignal): void
  scan(payload: payloads.EventScan): void
  login(contactId: string): void
  logout(reason: Reason): void
}

/** `types.ScanStatus`, as far as it says something. */
const STATUS = { Cancel: 1, Scanned: 3, Confirmed: 4 } as const

const A_MINUTE_MS = 60_000
/** Codes are good for minutes. Nobody wants one each minute of a night. */
const SELDOM = { afterMs: 60 * A_MINUTE_MS, everyMs: 10 * A_MINUTE_MS }

/**
 * Shows the code to scan, here and to whoever is told of the account: the newest one, at most once a minute, and once
 * in ten minutes when for an hour nobody has scanned any.
 */
export function createAccount({ clock, onAccount, show, log }: AccountOptions): Account {
  let stop = new AbortController().signal
  let told: AccountNews['state'] | undefined
  let lastId: string | undefined
  let shownAt = Number.NEGATIVE_INFINITY
  /** Since then somebody is waited for. */
  let wantedSince: number | undefined
  let shown: string | undefined
  let newest: string | undefined
  let showing: AbortController | undefined

  const nowMs = () => Date.parse(clock.now())

  function want(code: string): void {
    if (wantedSince === undefined) log('wechat: a code waits to be scanned')
    wantedSince ??= nowMs()
    newest = code
    if (showing || code === shown) return
    showing = new AbortController()
    void showWhenMay(AbortSignal.any([stop, showing.signal])).catch(() => log('wechat: a code could not be drawn'))
  }

  async function showWhenMay(over: AbortSignal): Promise<void> {
    try {
      const waits = nowMs() - (wantedSince ?? nowMs()) >= SELDOM.afterMs ? SELDOM.everyMs : A_MINUTE_MS
      // Where the clock was put back, it is not waited for that time to come again.
      const left = Math.min(shownAt + waits - nowMs(), waits)
      if (left > 0) await clock.sleep(left, over)
      if (over.aborted || newest === undefined) return
      const code = newest
      const [png, drawn] = await Promise.all([picture(code), drawing(code)])
      if (over.aborted) return
      shown = code
      shownAt = nowMs()
      told = 'wanted'
      show(drawn)
      onAccount({ state: 'wanted', code: { png } })
    } finally {
      if (!over.aborted) showing = undefined
    }
    // A newer one came while this one was drawn.
    if (newest !== undefined && newest !== shown) want(newest)
  }

  function settle(): void {
    showing?.abort()
    showing = undefined
    newest = undefined
    shown = undefined
    wantedSince = undefined
  }

  return {
    open(signal) {
      settle()
      stop = signal
    },

    scan({ status, qrcode }) {
      if (status === STATUS.Scanned) {
        if (wantedSince !== undefined) wantedSince = nowMs()
        log('wechat: the code was scanned')
      } else if (status === STATUS.Confirmed) log('wechat: the login was confirmed on the phone')
      else if (status === STATUS.Cancel) log('wechat: the login was cancelled on the phone')
      else if (qrcode) want(qrcode)
    },

    login(contactId) {
      settle()
      log(
        lastId === undefined || lastId === contactId
          ? 'wechat: logged in'
          : 'wechat: logged in, with another id than before',
      )
      lastId = contactId
      if (told === 'done') return
      told = 'done'
      onAccount({ state: 'done' })
    },

    logout(reason) {
      settle()
      if (told === 'lost') return
      told = 'lost'
      onAccount({ state: 'lost', reason })
    },
  }
}

/** For a phone that looks at a screen; drawn larger it gains nothing. */
const picture = (code: string): Promise<Uint8Array> =>
  QRCode.toBuffer(code, { type: 'png', errorCorrectionLevel: 'M', margin: 4, scale: 8 })

/**
 * Two rows of the code in one line of text. Black on white is said by number, not by name: what a terminal calls black
 * and white is a matter of its theme, and phones do not read a code that is light on dark.
 */
async function drawing(code: string): Promise<string> {
  const text = await QRCode.toString(code, { type: 'utf8', errorCorrectionLevel: 'L', margin: 2 })
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `\u001b[38;5;16;48;5;231m${line}\u001b[0m`)
    .join('\n')
}
