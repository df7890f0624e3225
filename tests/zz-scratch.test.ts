import { readFileSync } from 'node:fs'
import { test } from 'vitest'
import { createStage } from './transcripts/stage.ts'

test('scratch', { timeout: 300_000 }, async () => {
  const script = readFileSync(process.env['SCRIPT'] ?? '', 'utf8')
  for (const block of script.split(/^=== /mu).slice(1)) {
    const [head = '', ...rest] = block.split('\n')
    const stage = await createStage(head.includes('自己') ? { documents: '/tmp/ent/docs' } : {})
    console.log(`\n######## ${head}`)
    for (const line of rest) {
      if (!line.trim()) continue
      if (/^\+\d/u.test(line)) { await stage.wait(Number(line.slice(1))); continue }
      const pic = line.includes('[图片]')
      const told = await stage.say('企业·何平', line.replace('[图片]', '').replaceAll('\\n', '\n'), pic ? { attachments: [{ ref: 'file-1', name: '合同.jpg', type: 'image/jpeg' }] } : {})
      console.log(`\n>>> ${line.slice(0, 120)}`)
      for (const h of told) console.log((h.chat === '企业·何平' ? '' : `[[${h.chat}]] `) + h.text.replace(/^/gmu, '   '))
    }
  }
})
