/**
 * The proof: every figure measured, in about thirty minutes on two cores. Ends with 1 where one fails.
 *
 *     npm run prove [-- --only kills,power] [--bite] [--quick] [--share 0.1] [--seed N]
 *
 * `--bite` puts broken variants in the place of what is measured, and ends with 1 where one is not caught. `--quick`
 * shows a fiftieth of each figure. The table goes to the output, the progress beside it.
 */
import { parseArgs } from 'node:util'
import { allWell, commit, placeOf, tableOf } from './print.ts'
import { prove } from './proof.ts'
import { endAll } from './work.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    bite: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    share: { type: 'string' },
    seed: { type: 'string' },
    rows: { type: 'string', default: new URL('./rows', import.meta.url).pathname },
  },
})
const [begun, measured] = [performance.now(), commit()]
const share = Number(values.share ?? (values.quick ? 0.02 : 1))
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
if (!(share > 0 && share <= 1) || !Number.isSafeInteger(seed))
  throw new Error('--share is above 0 and at most 1, --seed a whole number')

for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => {
    endAll()
    process.exitCode = 1
  })

const done = await prove({
  home: values.rows,
  only: values.only.split(',').filter((name) => name !== ''),
  bite: values.bite,
  share,
  seed,
  tell: (line) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`),
})
const size = share === 1 || values.bite ? '' : ` (${share * 100} % of each figure only)`
console.log(`${tableOf(done, values.bite)}\n\n${placeOf(measured, (performance.now() - begun) / 1000, seed)}${size}`)
if (!allWell(done)) process.exitCode = 1
