import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

/** What only thinks: no process, no socket, hardly a file. These cover `bot/dialogue` by themselves. */
const THINKING =
  'tests/{appeal,city,config,dialogue,policy,reading,report,roster,router,simulation,transcripts}/**/*.test.ts'
/** What starts a process at every turn (the lock of a ledger is one), which takes the longer the more memory a worker has. */
const KEEPING = 'tests/{backup,contract,crash,faults,postgres,store}/**/*.test.ts'
/** What is held against the clock: nothing runs beside it. */
const TIMED = 'tests/**/*.timed.test.ts'

const project = (name: string, groupOrder: number, more: object): TestProjectConfiguration => ({
  extends: true,
  test: { name, sequence: { groupOrder }, ...more },
})

export default defineConfig({
  test: {
    restoreMocks: true,
    testTimeout: 30_000,
    // The files a worker runs share what they import, and jieba's dictionary: no module of the house keeps a state.
    isolate: false,
    coverage: {
      provider: 'v8',
      include: ['bot/dialogue/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { branches: 95 },
    },
    // One project after another. More workers than cores where much is waited for: processes, the disk, Telegram.
    projects: [
      project('thinking', 0, { include: [THINKING], maxWorkers: 2 }),
      project('keeping', 1, { include: [KEEPING], exclude: [TIMED], maxWorkers: 3 }),
      // Needs a browser on the machine: `npm run test:browser`.
      project('timed', 3, { include: [TIMED], maxWorkers: 1 }),
      project('browser', 4, { include: ['tests/console-browser/**/*.browser.ts'], maxWorkers: 1 }),
      project('doing', 2, { include: ['tests/**/*.test.ts'], exclude: [THINKING, KEEPING, TIMED], maxWorkers: 4 }),
    ],
  },
})
