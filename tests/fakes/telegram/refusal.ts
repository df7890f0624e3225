/** An answer of the Bot API that begins with `"ok": false`. */
export class Refusal extends Error {
  readonly code: number
  readonly parameters: { retry_after?: number; migrate_to_chat_id?: number } | undefined

  constructor(code: number, description: string, parameters?: Refusal['parameters']) {
    super(description)
    this.code = code
    this.parameters = parameters
  }
}

export const badRequest = (what: string): Refusal => new Refusal(400, `Bad Request: ${what}`)
export const forbidden = (what: string): Refusal => new Refusal(403, `Forbidden: ${what}`)
export const conflict = (what: string): Refusal => new Refusal(409, `Conflict: ${what}`)

export const tooManyRequests = (seconds: number): Refusal =>
  new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })

export const upgraded = (to: number): Refusal =>
  new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: to })
