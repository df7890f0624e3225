/** An answer that says why not: 200 with `errcode` and `errmsg`. */
export class Refusal extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}
