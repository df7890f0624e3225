import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** Where lines are typed and text is shown. */
export interface Screen {
  /** What is typed, message by message, until the input ends or `stop` fires. */
  messages(stop: AbortSignal): AsyncIterable<string>
  /** Shows a block of text; rejects when whoever read the output has gone away. */
  print(text: string): Promise<void>
  /** Shows that the next message is awaited, and whose. */
  prompt(label: string): void
}

async function write(output: Writable, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => output.write(text, (error) => (error ? reject(error) : resolve())))
}

/** Input from a pipe or a file: a line is a message, nothing is prompted for. */
export function createPipedScreen(input: Readable, output: Writable): Screen {
  return {
    // A generator, so that reading begins with the first wait for a line: readline drops what came before.
    async *messages(stop) {
      yield* createInterface({ input, signal: stop, crlfDelay: Number.POSITIVE_INFINITY })
    },
    print: (text) => write(output, text),
    prompt: () => {},
  }
}

const pasteOn = '\u001b[?2004h'
const pasteOff = '\u001b[?2004l'

/**
 * A person at a keyboard: a prompt, history, and a paste of several lines taken as one message where the terminal
 * brackets it. `interrupt` is called on Ctrl-C, when the terminal is as it was before.
 */
export function createKeyboardScreen(input: Readable, output: Writable, interrupt: () => void): Screen {
  let reader: Interface | undefined
  let waiting = false

  return {
    messages(stop) {
      const lines = createInterface({ input, output, terminal: true, signal: stop, historySize: 100 })
      reader = lines
      let pasting = false
      let pasted: string[] = []
      input.on('keypress', (_text, key) => {
        if (key?.name === 'paste-start') pasting = true
        if (key?.name === 'paste-end') pasting = false
      })
      lines.on('SIGINT', () => {
        lines.close()
        interrupt()
      })
      output.write(pasteOn)
      return new ReadableStream<string>({
        start(queue) {
          lines.on('line', (line) => {
            pasted.push(line)
            if (pasting) return
            waiting = false
            queue.enqueue(pasted.join('\n'))
            pasted = []
          })
          lines.once('close', () => {
            waiting = false
            output.write(`${pasteOff}\n`)
            queue.close()
          })
        },
        cancel: () => lines.close(),
      })
    },

    async print(text) {
      if (!reader || !waiting) return write(output, text)
      // Somebody may be in the middle of a line: it is taken away and put back below what is shown.
      moveCursor(output, 0, -reader.getCursorPos().rows)
      cursorTo(output, 0)
      clearScreenDown(output)
      await write(output, text)
      reader.prompt(true)
    },

    prompt(label) {
      waiting = true
      reader?.setPrompt(`${label} > `)
      reader?.prompt(true)
    },
  }
}
