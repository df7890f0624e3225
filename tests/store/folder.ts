import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Ledger, openLedger } from '../../adapters/store/index.ts'

import { folds } from '../../bot/appeal/history.ts'

import { AT, CHEN, change, registered, reply, TALK, told } from './samples.ts'

export { folds }
export const A = 'QQ22222222'

/** A folder that goes when the test ends. */
export function newFolder(): string {
  const home = mkdtempSync(join(tmpdir(), 'qinqing-store-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return join(home, 'data')
}

/** Opens the ledger of a folder until the test ends. */
export async function openIn(folder: string, options: Partial<Parameters<typeof openLedger>[0]> = {}): Promise<Ledger> {
  const ledger = await openLedger({ folder, folds, now: () => AT, ...options })
  onTestFinished(() => ledger.close())
  return ledger
}

/** A person tells everything about himself, lodges an appeal, and gets an answer. */
export async function live({ appeals }: Ledger): Promise<void> {
  const known = { contact: '陈样例', phone: '19900000001', enterprise: '金丝雀贸易行' }
  await appeals.commit(
    change('terminal/陈样例/1', {
      person: { id: CHEN.id, value: { v: 1, known } },
      conversation: {
        id: TALK,
        subject: CHEN.id,
        value: { v: 1, offered: [], lastQuestion: { text: '货款迟迟不结', shown: 1 } },
      },
      events: [registered(A)],
      deliveries: [reply('terminal/陈样例/1:0', '陈样例')],
    }),
  )
  await appeals.commit(change('terminal/陈样例/2', { events: [told('replied', A, '请说说进展如何')] }))
}

/** Path below the folder → content, of every file. */
export function filesIn(folder: string): Map<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [path.slice(folder.length + 1), readFileSync(path)]
    }),
  )
}
