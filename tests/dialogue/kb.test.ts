import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { check, createStaging } from '../../knowledge/index.ts'
import { folderWith } from '../knowledge/folder.ts'
import { createStage } from '../transcripts/stage.ts'

const POLICY = '云州市稳岗补贴办法\n\n第一条 未裁员的企业，每人补贴一千元。\n'
const OTHER = '养老机构备案须知\n\n应当自收住老年人之日起十个工作日内到民政局备案。\n'

/** A stage on which 李明 is an administrator in Telegram and 王芳 a clerk, with a folder of documents of its own. */
async function house(files: Record<string, string> = { '养老.txt': OTHER }) {
  const documents = folderWith(files)
  const staging = join(folderWith({}), 'staging')
  const stage = await createStage({
    documents,
    staff: [
      { name: '李明', roles: ['administrator'] },
      { name: '王芳', roles: ['clerk'] },
    ],
    world: { documents: createStaging({ folder: documents, staging, check, now: () => stage.now() }) },
  })
  const file = (who: string, name: string, text: string) =>
    stage.store.files.put(`staff-${who}`, { name, type: 'text/plain', bytes: Buffer.from(text) })
  const texts = (told: readonly { text: string }[]) => told.map(({ text }) => text).join('\n')
  return {
    stage,
    /** Sends a file from his own chat; what he then reads. */
    async sends(who: string, name: string, text: string) {
      return texts(await stage.telegram.says(who, '', { attachments: [await file(who, name, text)] }))
    },
    says: async (who: string, text: string, extra = {}) => texts(await stage.telegram.says(who, text, extra)),
    presses: async (who: string, label: string) => texts(await stage.telegram.presses(who, label)),
    file,
    texts,
    inFolder: (name: string) =>
      existsSync(join(documents, name)) ? readFileSync(join(documents, name), 'utf8') : undefined,
    write: (name: string, text: string) => writeFileSync(join(documents, name), text),
  }
}

describe('a document that an administrator sends', () => {
  it('is shown as it was understood, joins after a press, and answers', async () => {
    const { stage, sends, presses, inFolder, texts } = await house()
    const checked = await sends('李明', '稳岗.txt', POLICY)
    expect(checked).toMatch(
      /收到“稳岗\.txt”，正在检查[\s\S]*检查好了[\s\S]*标题：云州市稳岗补贴办法[\s\S]*1\. 加入\n2\. 放弃/,
    )
    expect(inFolder('稳岗.txt')).toBeUndefined()

    const joined = await presses('李明', '加入')
    expect(joined).toMatch(/正在加入[\s\S]*已加入\n稳岗\.txt 已放入文件夹。\n读入 2 份文件[\s\S]*1\. 撤下/)
    expect(inFolder('稳岗.txt')).toBe(POLICY)
    expect(texts(await stage.say('企业·张三', '稳岗补贴每人多少钱？'))).toContain('每人补贴一千元')
  })

  it('can be taken out again, join once more, or be let go', async () => {
    const { sends, presses, inFolder, stage } = await house({ '稳岗.txt': OTHER, '养老.txt': OTHER })
    expect(await sends('李明', '稳岗.txt', POLICY)).toContain('文件夹里已有 稳岗.txt，内容不同')
    await presses('李明', '加入')
    expect(await presses('李明', '撤下')).toMatch(/正在撤下[\s\S]*已撤下\n稳岗\.txt 已撤下，原来的同名文件已放回。/)
    expect(inFolder('稳岗.txt')).toBe(OTHER)
    await presses('李明', '重新加入')
    expect(inFolder('稳岗.txt')).toBe(POLICY)
    await presses('李明', '撤下')
    expect(await presses('李明', '放弃')).toMatch(/已放弃\n稳岗\.txt 没有加入，已放弃。$/)
    expect(stage.telegram.in('李明')?.reply.choices).toBeUndefined()
  })

  it('that cannot be used is refused with the reason, and nothing is offered', async () => {
    const { sends, stage } = await house()
    expect(await sends('李明', '表.xls', 'x')).toMatch(/不能作为政策文件\n表\.xls：不认识 \.xls 格式/)
    expect(stage.telegram.in('李明')?.reply.choices).toBeUndefined()
  })

  it('that costs answers joins the folder, is not put in place, and can be forced or taken out', async () => {
    const names = ['甲', '乙', '丙', '丁']
    const golden = names.map((name) => JSON.stringify({ question: `${name}事项怎么办理`, document: '办事.txt' }))
    const text = (about: readonly string[]) =>
      `办事指南\n\n${about.map((name, i) => `第${'一二三四'[i]}条 ${name}事项怎么办理：到${name}窗口办理。`).join('\n\n')}\n`
    const files = { '办事.txt': text(names), '_kb/golden.jsonl': `${golden.join('\n')}\n`, '养老.txt': OTHER }
    const { sends, presses, inFolder } = await house(files)
    await sends('李明', '办事.txt', '办事指南\n\n第一条 另有规定的，从其规定。\n')
    const refused = await presses('李明', '加入')
    expect(refused).toMatch(/放进了文件夹，但新的一版没有启用[\s\S]*1\. 强制启用\n2\. 撤下/)
    await presses('李明', '撤下')
    expect(inFolder('办事.txt')).toBe(files['办事.txt'])
  })

  it('that is gone again, has changed or is in use already, is not moved; why is told', async () => {
    const { sends, presses, says, stage, write, inFolder } = await house()
    await sends('李明', '稳岗.txt', POLICY)
    const press = (label: string) => {
      const id = stage.telegram.in('李明', '检查好了')?.reply.choices?.find((one) => one.label === label)?.id
      return { pressed: id ?? label }
    }
    const [adopt, discard] = [press('加入'), press('放弃')]
    await says('李明', '', adopt)
    expect(await says('李明', '', discard)).toMatch(/没有放弃成功\n稳岗\.txt 已经加入，没有放弃[\s\S]*1\. 撤下$/)
    write('稳岗.txt', '有人改过')
    expect(await presses('李明', '撤下')).toMatch(/没有撤下成功\n稳岗\.txt 加入之后又被改过，没有动它[\s\S]*1\. 撤下$/)
    expect(inFolder('稳岗.txt')).toBe('有人改过')

    const gone = { pressed: 'doc:adopt:01234567' }
    expect(await says('李明', '', gone)).toMatch(/没有加入成功\n这份文件已经不在了[\s\S]*1\. 重新加入/)
    expect(await says('李明', '', { pressed: 'doc:dance:01234567' })).not.toContain('正在')
  })

  it('whose answers would be missed is taken out of the folder, and answers on until that is forced', async () => {
    const { sends, presses, says, stage, texts } = await house()
    const entries = ['甲', '乙', '丙', '丁'].map((name) =>
      JSON.stringify({ id: `${name}事项`, text: `${name}事项\n\n${name}事项到${name}窗口办理。` }),
    )
    await sends('李明', '办事.jsonl', `${entries.join('\n')}\n`)
    expect(await presses('李明', '加入')).toContain('读入 5 份文件')
    const refused = await presses('李明', '撤下')
    expect(refused).toMatch(/已从文件夹拿出，但新的一版没有启用[\s\S]*4 份[\s\S]*1\. 强制启用\n2\. 重新加入/)
    expect(texts(await stage.say('企业·张三', '丙事项怎么办理'))).toContain('到丙窗口办理')
    await presses('李明', '强制启用')
    const told = await says('李明', '/kb')
    expect(told).toMatch(/由李明强制载入）\n1 份文件/)
  })

  it('too large for the channel, or lost on the way, is told', async () => {
    const { says } = await house()
    const lost = [
      { name: '大全.pdf', why: 'too-large' },
      { name: '断了.pdf', why: 'failed' },
    ]
    const told = await says('李明', '', { lost })
    expect(told).toContain('“大全.pdf”太大')
    expect(told).toContain('“断了.pdf”没有取下来')
  })

  it('of a clerk is none, nor may he press what an administrator is offered', async () => {
    const { sends, stage, inFolder } = await house()
    expect(await sends('王芳', '稳岗.txt', POLICY)).not.toContain('正在检查')
    await sends('李明', '稳岗.txt', POLICY)
    const pressed = stage.telegram.in('李明', '检查好了')?.reply.choices?.[0]?.id
    await stage.telegram.says('王芳', '', { pressed })
    expect(inFolder('稳岗.txt')).toBeUndefined()
  })

  it('where there are no buttons, is said with the words that are shown', async () => {
    const { stage, file, texts, inFolder } = await house()
    const attachments = [await file('李明', '稳岗.txt', POLICY)]
    const checked = texts(await stage.say('管理员·李明', '', { attachments }))
    const [, order = ''] = /要继续，请发：(加入 [0-9a-f]{8})　或　放弃 [0-9a-f]{8}/.exec(checked) ?? []
    expect(order, checked).not.toBe('')
    expect(texts(await stage.say('受理员·王芳', order))).toContain('需要管理员身份')
    expect(texts(await stage.say('管理员·李明', order))).toMatch(/已加入\n稳岗\.txt 已放入文件夹。[\s\S]*请发：撤下 /)
    expect(inFolder('稳岗.txt')).toBe(POLICY)
  })
})

describe('/kb', () => {
  it('shows what answers, what could not be used and why, and what is overdue', async () => {
    const files = {
      '养老.md': '---\ntitle: 养老机构备案须知\nreview: 2026-01-31\nowner: 周主任\n---\n\n应当到民政局备案。\n',
      '坏.docx': 'no word file',
    }
    const { says } = await house(files)
    const told = await says('李明', '/kb')
    expect(told).toMatch(
      /^政策文件：第 1 版（.*启动时载入）\n1 份文件，1 段\n没有用上的 1 处\n· 坏\.docx：.*。\n过了复核日期的 1 份\n· 养老\.md：2026-01-31，维护人 周主任\n/,
    )
    expect(told).toContain('1. 重新载入')
    expect(told).not.toContain('退回上一版')
  })

  it('names the first ten of many, and says where the others are', async () => {
    const broken = Array.from({ length: 12 }, (_, i) => [`坏${i}.docx`, 'no word file'])
    const overdue = Array.from({ length: 11 }, (_, i) => [
      `旧${i}.md`,
      `---\ntitle: 办事须知${i}\nreview: 2026-01-31\n---\n\n第${i}窗口办理。\n`,
    ])
    const { says } = await house(Object.fromEntries([...broken, ...overdue]))
    const told = await says('李明', '/kb')
    expect(told.match(/^· 坏/gmu)).toHaveLength(10)
    expect(told.match(/^· 旧\d+\.md：2026-01-31$/gmu)).toHaveLength(10)
    expect(told.match(/^……用 kb status 看全部$/gmu)).toHaveLength(2)
  })

  it('tells how many golden questions are answered', async () => {
    const golden = JSON.stringify({ question: '养老机构几个工作日内备案', document: '养老.txt' })
    const { says } = await house({ '养老.txt': OTHER, '_kb/golden.jsonl': `${golden}\n` })
    expect(await says('李明', '/kb')).toMatch(/例题：1 道，答对 [01] 道/)
  })

  it('offers a reload and the way back', async () => {
    const { says, presses, write } = await house()
    write('稳岗.txt', POLICY)
    await says('李明', '/kb')
    expect(await presses('李明', '重新载入')).toContain('载入完成')
    const told = await says('李明', '知识库')
    expect(told).toMatch(/第 2 版（.*由李明载入）\n2 份文件[\s\S]*还留着：第 1 版/)
    expect(await presses('李明', '退回上一版')).toContain('已退回上一版')
    expect(await says('李明', '/kb')).toContain('这一版是退回来的')
  })

  it('is for administrators', async () => {
    const { says } = await house()
    expect(await says('王芳', '/kb')).toContain('需要管理员身份')
  })
})
