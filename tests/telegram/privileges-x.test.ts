import { it } from 'vitest'
it('x', async () => { await import('./privileges-house.ts') })
