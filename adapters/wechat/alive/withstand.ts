/** Where a file of the puppets and of what they are made of lies. */
const THEIRS =
  /[\\/]node_modules[\\/](?:@[\w.-]+[\\/])?(?:wechaty|wechat4u|grpc|file-box|gerror|memory-card|state-switch|watchdog)/

/**
 * Puppets leave promises to nobody, and emit errors that nobody hears: none of these is to end the process. What comes
 * from anywhere else ends it as ever. Undone by what is returned.
 */
export function withstand(log: (line: string) => void): () => void {
  const rejected = (reason: unknown) => {
    if (isTheirs(reason)) log('wechat: something failed inside the puppet, and was left alone')
    else if (process.listenerCount('unhandledRejection') === 1) throw reason
  }
  const thrown = (error: unknown) => {
    if (isTheirs(error)) log('wechat: something broke inside the puppet, and was left alone')
    else if (process.listenerCount('uncaughtException') === 1) throw error
  }
  process.on('unhandledRejection', rejected)
  process.on('uncaughtException', thrown)
  return () => {
    process.off('unhandledRejection', rejected)
    process.off('uncaughtException', thrown)
  }
}

/** It was thrown in a file of theirs; Node's own frames above that do not count. */
function isTheirs(error: unknown): boolean {
  const frames = (error instanceof Error ? (error.stack ?? '') : '').split('\n').filter((line) => /^\s+at /.test(line))
  const first = frames.find((frame) => !/\(?node:/.test(frame))
  return first !== undefined && THEIRS.test(first)
}
