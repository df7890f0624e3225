import { createKnowledgeBase, type KnowledgeBase } from '../../knowledge/index.ts'
import { Fault } from '../model/fault.ts'
import type { Io } from './io.ts'
import { showWhile } from './progress.ts'

/** Reads the documents of a folder; a person who waits is shown that it goes on. */
export async function openKnowledge(folder: string, stderr: Io['stderr']): Promise<KnowledgeBase> {
  const opening = createKnowledgeBase({ folder }).catch((error: Error) => {
    throw new Fault('document', `cannot read the documents:\n  ${error.message.replaceAll('\n', '\n  ')}`, {
      cause: error,
    })
  })
  return showWhile(stderr, 'reading the documents', opening)
}
