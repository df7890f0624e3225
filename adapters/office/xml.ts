/** Without what XML cannot hold: a single such character makes the whole file unreadable. */
export function forXml(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')
}
