import { check, createKnowledgeBase, type KnowledgeBase } from '../../knowledge/index.ts'
import { Fault } from '../model/fault.ts'
import { type Io, print } from './io.ts'
import { showWhile } from './progress.ts'

const NAMED = 3

/** Reads the documents of a folder and says which cannot be used; a person who waits is shown that it goes on. */
export async function openKnowledge(folder: string, stderr: Io['stderr']): Promise<KnowledgeBase> {
  const opening = createKnowledgeBase({ folder }).catch((error: Error) => {
    throw new Fault('document', `cannot read the documents:\n  ${error.message.replaceAll('\n', '\n  ')}`, {
      cause: error,
    })
  })
  const knowledge = await showWhile(stderr, 'reading the documents', opening)
  if (knowledge.status().faulty > 0) await print(stderr, `qinqing: ${await problemsOf(folder)}`)
  return knowledge
}

/** Reads the folder once more, for the names: it is done only where something is wrong. */
async function problemsOf(folder: string): Promise<string> {
  const names = [...new Set((await check(folder)).faults.map(({ path }) => path))]
  const shown = names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ', …' : '')
  const have = names.length === 1 ? 'document has' : 'documents have'
  return `${names.length} ${have} problems: ${shown}; see kb check ${folder}`
}
