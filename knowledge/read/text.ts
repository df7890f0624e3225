import { documentsIn, type Reader } from './reader.ts'

/** Plain text: the first line is the title; a page that holds several articles is several documents. */
export const readText: Reader = (path, text) => documentsIn(path, [text])
