import { it } from 'vitest'
import { shipped } from '../transcripts/stage.ts'
import { openTownHall } from './privileges-house.ts'
it('x', async () => { const t0=performance.now(); await shipped; console.log('knowledge',performance.now()-t0); const {stage,cases,ids} = await openTownHall()
 console.log(performance.now()-t0, ids)
 for (const a of await stage.ledger()) { const c=cases.find(x=>x.number===a.number); console.log(c?.past,c?.sealed,a.state,a.personal?.thread.length,a.confidential,a.against,a.unit,a.pending?.what,!!a.talk,a.listed) }
})
