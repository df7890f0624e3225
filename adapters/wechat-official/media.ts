/** Of what comes without a name. */
const ENDINGS: Readonly<Record<string, string>> = {
  'image/gif': '.gif',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'video/mp4': '.mp4',
}

/** How a name of this type ends; '' where that is not known. */
export const endingOf = (type: string): string => ENDINGS[type] ?? ''

/** A content type as one may be written down, or undefined. */
export const typeOf = (type: string): string | undefined =>
  /^[\w.+-]{1,49}\/[\w.+-]{1,49}$/.test(type) ? type : undefined
