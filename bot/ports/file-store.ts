import type { PersonId } from '../model/appeal.ts'
import type { Attachment } from '../model/message.ts'

/**
 * Pictures and files, by their content, sealed with the key of the person they belong to: erasing him destroys them.
 * What `put` returned is durable, so that a commit may name it.
 */
export interface FileStore {
  /** Rejects with a `Fault` of code `storage`. The same bytes of the same person are kept once. */
  put(
    person: PersonId,
    file: { readonly name: string; readonly type: string; readonly bytes: Uint8Array },
  ): Promise<Attachment>
  /** Null when there is none, or its person has been erased. */
  get(ref: string): Promise<Uint8Array | null>
}
