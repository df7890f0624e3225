export type FaultCode =
  | 'config'
  | 'locked'
  | 'damaged'
  | 'newer-format'
  | 'storage'
  | 'key'
  | 'document'
  | 'not-running'
  | 'not-found'
  | 'usage'

/** An error somebody can act on: it names the thing it is about and what to do. An entrepreneur's slip is a reply, not a fault. */
export class Fault extends Error {
  readonly code: FaultCode
  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Fault'
    this.code = code
  }
}
