/** What became of a file that is to join the documents, in lines an administrator reads. */
export interface Staged {
  readonly ok: boolean
  /** It may join, under this id. */
  readonly id?: string
  readonly lines: readonly string[]
}

/** The folder of documents, for what comes in through a chat. Every step can be taken back. */
export interface DocumentFolder {
  /** Keeps a file aside, reads it as a reload would, and tells what was understood of it. */
  stage(file: { readonly name: string; readonly bytes: Uint8Array }): Promise<Staged>
  /** It joins the folder; what had its name is kept aside. The documents are not read anew by this. */
  adopt(id: string): Promise<Staged>
  /** What had joined is taken out again, and what had its name before is put back. */
  withdraw(id: string): Promise<Staged>
  /** What has not joined is let go. */
  discard(id: string): Promise<Staged>
}
