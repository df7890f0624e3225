/** What is answered instead: the status, and in words what to do. */
export class Refusal extends Error {
  readonly status: 400 | 403 | 404 | 405
  constructor(status: Refusal['status'], message: string) {
    super(message)
    this.status = status
  }
}
