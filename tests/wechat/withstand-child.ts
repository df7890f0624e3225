import { setTimeout as pause } from 'node:timers/promises'
import { withstand } from '../../adapters/wechat/alive/withstand.ts'

const failing = (file: string): Error =>
  Object.assign(new Error('no'), { stack: `Error: no\n    at emit (node:events:1:1)\n    at PuppetX.on (${file}:1:1)` })
const theirs = failing('/srv/node_modules/wechaty-puppet-wechat4u/dist/esm/src/mod.js')
const ours = failing('/srv/dist/bot/router.js')

const undo = withstand((line) => console.log(line))
const [way] = process.argv.slice(2)
void Promise.reject(theirs)
setImmediate(() => {
  throw theirs
})
await pause(50)
if (way === 'rejected') void Promise.reject(ours)
if (way === 'thrown') {
  setImmediate(() => {
    throw ours
  })
}
if (way === 'undone') {
  undo()
  void Promise.reject(theirs)
}
await pause(50)
console.log('alive')
