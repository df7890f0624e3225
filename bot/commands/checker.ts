import { z } from 'zod'
import type { Report } from '../../knowledge/index.ts'
import { startApart } from './apart.ts'
import { boundedNode, environment } from './builder.ts'

/** One file takes its reader at most half a minute. */
const SECONDS = 120
const LONGEST_ANSWER = 64 << 20
const COMPLAINT = 500

/** What `kb check --json` prints, as far as it is looked into here. */
const Printed = z.object({ ok: z.boolean(), documents: z.array(z.looseObject({})), faults: z.array(z.looseObject({})) })

/**
 * Reads a folder in a child process (`kb check`), bounded in time and memory: a file that somebody sends is not to reach
 * the process that answers. Rejects where the child does not get to tell.
 */
export function createChecker(options: {
  /** The compiled program. */
  readonly program: string
  readonly seconds?: number
}): (folder: string) => Promise<Pick<Report, 'ok' | 'documents' | 'faults'>> {
  const { seconds = SECONDS } = options
  const node = boundedNode(options)
  return async (folder) => {
    const child = startApart([...node, 'kb', 'check', folder, '--json'], {
      env: environment(),
      longest: LONGEST_ANSWER,
      complaint: COMPLAINT,
      nice: 0,
    })
    const timer = setTimeout(child.end, seconds * 1000)
    try {
      const { out, error, signal, code } = await child.ended
      const printed = understood(out)
      if (printed) return printed
      throw new Error(`读取文件的程序没有读完（${error ?? signal ?? `代码 ${code}`}）`)
    } finally {
      clearTimeout(timer)
      child.end()
    }
  }
}

/** It is our own program that speaks: beyond its shape it is believed. */
function understood(out: string): Pick<Report, 'ok' | 'documents' | 'faults'> | undefined {
  try {
    return Printed.parse(JSON.parse(out)) as unknown as Report
  } catch {
    return undefined
  }
}
