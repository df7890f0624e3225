/** Why the folder of documents cannot be read, and what to do. */
export const noFolder = (docs: string, error: unknown): string =>
  `cannot read the documents:\n  ${docs}: ${(error as NodeJS.ErrnoException).code}: give a folder that this user may read`
