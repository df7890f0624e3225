import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    restoreMocks: true,
    testTimeout: 30_000,
    // Many tests wait for processes of their own; vitest would leave one of two cores to itself.
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['{bot,knowledge,adapters}/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { 'bot/dialogue/**': { branches: 95 } },
    },
  },
})
