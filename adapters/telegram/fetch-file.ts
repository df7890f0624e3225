import type { Clock } from '../../bot/ports/clock.ts'
import type { Client } from './client.ts'
import { LARGEST, type Offered } from './files.ts'
import { TelegramError } from './trouble.ts'

const TRIES = 4
const FIRST_WAIT_MS = 1_000

/** What a file holds, or why it could not be had: Telegram hands out none that is longer than 20 MB. */
export async function fetchFile(
  client: Client,
  clock: Clock,
  { id, size = 0 }: Pick<Offered, 'id' | 'size'>,
  stop: AbortSignal,
): Promise<Uint8Array | 'too-large' | 'failed'> {
  if (size > LARGEST) return 'too-large'
  for (let tries = 0; ; tries++) {
    try {
      const { file_path: path = '' } = await client.ask(
        'getFile',
        (api, signal) => api.getFile({ file_id: id }, signal),
        ({ file_path }) => typeof file_path === 'string',
        { stop },
      )
      return await client.download(path, LARGEST, { stop })
    } catch (error) {
      if (!(error instanceof TelegramError) || stop.aborted) throw error
      const { trouble } = error
      if (trouble.kind === 'refused') return /too big/i.test(trouble.description) ? 'too-large' : 'failed'
      if (tries + 1 >= TRIES) return 'failed'
      await clock.sleep(trouble.kind === 'slow' ? trouble.afterMs : FIRST_WAIT_MS * 2 ** tries, stop)
    }
  }
}
