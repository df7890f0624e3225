import { trouble } from './faults.ts'
import { type HostileFile, readHostile } from './hostile.ts'
import { failed } from './reader.ts'

// Nothing here goes to the network; and whoever only touches these makes Node load WebAssembly, for which it reserves
// more address space than the bound leaves.
for (const name of ['fetch', 'FormData', 'Headers', 'Request', 'Response', 'WebSocket', 'EventSource'])
  Reflect.deleteProperty(globalThis, name)

/** The reader process: one file at a time, asked for over IPC. It ends with the process that asks. */
process.on('disconnect', () => process.exit())
process.on('message', (file: HostileFile) => {
  readHostile(file).then(
    (read) => process.send?.({ read }),
    () => process.send?.({ read: failed(trouble.died('错误')) }),
  )
})
process.send?.({ ready: true })
