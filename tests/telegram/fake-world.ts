import { onTestFinished } from 'vitest'
import { createFakeTelegram, type FakeOptions, type FakeTelegram } from '../fakes/telegram/index.ts'

export interface Told {
  readonly status: number
  readonly ok: boolean
  readonly result?: unknown
  readonly error_code?: number
  readonly description?: string
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number }
}

/** A fake for one test, and a bare way to ask it: no library between, so that what is on the wire can be told. */
export async function openFake(options: FakeOptions = {}) {
  const telegram = await createFakeTelegram({ conflictMs: 60, ...options })
  onTestFinished(() => telegram.close())
  return { telegram, ask: askOf(telegram) }
}

function askOf(telegram: FakeTelegram) {
  return async (method: string, params: object = {}, signal?: AbortSignal): Promise<Told> => {
    const response = await fetch(`${telegram.apiRoot}/bot${telegram.token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
      ...(signal && { signal }),
    })
    return { status: response.status, ...((await response.json()) as Omit<Told, 'status'>) }
  }
}

/** A picture of 12 × 8 points, as far as its size can be read. */
export function png(width = 12, height = 8): Uint8Array {
  const bytes = Buffer.alloc(64)
  bytes.writeUInt32BE(0x89504e47, 0)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return new Uint8Array(bytes)
}
