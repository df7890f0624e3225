import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createKnowledgeBase } from '../../dist/knowledge/index.js'

/**
 * Reloads one version of a document after another, until it is killed: `kb-child FOLDER SHELF FROM`. Says `begun 7` before
 * a version can be read, and `ack 7` once it answers.
 */
const [folder = '', shelf = '', from = '1'] = process.argv.slice(2)
const say = (line) => writeFileSync(1, `${line}\n`)

function write(n) {
  const sections = Array.from({ length: 30 }, (_, i) => `## 第${i}批补多少？\n每架无人机补贴${n}元，一次性发放。`)
  writeFileSync(join(folder, '.next'), `---\ntitle: 无人机补贴\n---\n${sections.join('\n')}`)
  say(`begun ${n}`)
  renameSync(join(folder, '.next'), join(folder, '无人机.md'))
}

let n = Number(from)
write(n)
const knowledge = await createKnowledgeBase({ folder, shelf, onNotice: (line) => say(`notice ${line}`) })
say(`ack ${n}`)
say('ready')
for (;;) {
  n += 1
  write(n)
  const { ok, lines } = await knowledge.reload()
  if (!ok) say(`notice ${lines.join(' ')}`)
  say(`ack ${n}`)
}
