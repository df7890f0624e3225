import { defineConfig } from 'vitest/config'

/** What only thinks: no process, no socket, hardly a file. These cover `bot/dialogue` by themselves. */
const THINKING =
  'tests/{appeal,city,config,dialogue,policy,reading,report,roster,router,simulation,transcripts}/**/*.test.ts'

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
    projects: [
      {
        extends: true,
        test: { name: 'thinking', include: [THINKING], maxWorkers: 2, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'doing',
          include: ['tests/**/*.test.ts'],
          exclude: [THINKING],
          // More than there are cores: these wait for processes, for the disk and for what goes by in Telegram.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
