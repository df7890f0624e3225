import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createStage, type Heard, numberOf } from './stage.ts'

/**
 * A transcript is a file of lines:
 *
 *     企业·张三> 甲方欠我们38万        somebody says this (`\n` breaks the line, `[图片]` sends a picture)
 *     受理员·王芳（在受理组）> 待办      he says it in a group; what is for him alone he reads as 受理员·王芳
 *     | 请问您的企业名称              what he then reads holds this, in this order
 *     ! 联系电话                     and nowhere this
 *     受理组| 新诉求                 what somebody else then reads holds this
 *     受理组! 13900001111            and nowhere this
 *     +8                            eight days go by
 *     +3小时                         three hours go by
 *     台账 1 resolved satisfied      the first appeal's state, and words that stand in its public half
 *     文件 补贴.txt 标题\n正文        the bot answers from these files instead of its own; without a text it is removed
 *
 * Where no 企业 says 同意 or 不同意 himself, everybody agrees to the notice on personal data unheard.
 * `{编号1}` and `{查询码1}` are the number and the private code of the first appeal.
 */
const folder = new URL('.', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.txt'))

describe('transcripts', () => {
  test('there are enough of them', () => {
    expect(files.length).toBeGreaterThanOrEqual(20)
  })
  test.each(files)('%s', async (file) => {
    await play(readFileSync(new URL(file, folder), 'utf8'), file)
  })
})

const FILE = /^文件 (\S+)(?: (.*))?$/u

/** The files that stand before anybody speaks are there from the beginning. */
function folderOf(script: string): string | undefined {
  const lines = script.split('\n').map((line) => line.trim())
  const first = lines.findIndex((line) => /^[^|!>#]+> /u.test(line))
  if (!lines.some((line) => FILE.test(line))) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'qinqing-transcript-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const line of lines.slice(0, first)) {
    const found = FILE.exec(line)
    if (found) putFile(folder, found)
  }
  return folder
}

function putFile(folder: string, [, name = '', text]: readonly (string | undefined)[]): void {
  const path = join(folder, name)
  if (text === undefined) return rmSync(path)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text.replaceAll('\\n', '\n'))
}

async function play(script: string, file: string): Promise<void> {
  const documents = folderOf(script)
  const agreeing = !/^企业·\S+> (?:不)?同意/mu.test(script)
  const stage = await createStage({ agreeing, ...(documents !== undefined && { documents }) })
  let speaker = ''
  let told: Heard[] = []
  const reached = new Map<string, number>()

  const everything = (chat: string) =>
    told
      .filter((one) => one.chat === chat)
      .map(({ text }) => text)
      .join('\n')
  const filled = async (line: string): Promise<string> => {
    if (!line.includes('{')) return line
    const ledger = await stage.ledger()
    return line
      .replace(/\{编号(\d)\}/gu, (_, n) => numberAt(ledger, n))
      .replace(/\{查询码(\d)\}/gu, (_, n) => ledger[Number(n) - 1]?.personal?.code ?? '?')
  }
  const numberAt = (ledger: Awaited<ReturnType<typeof stage.ledger>>, n: string) => {
    const appeal = ledger[Number(n) - 1]
    return appeal ? numberOf(appeal) : '?'
  }

  for (const [index, raw] of script.split('\n').entries()) {
    const where = `${file}:${index + 1}`
    const line = await filled(raw.trim())
    if (line === '' || line.startsWith('#')) continue
    const said = /^([^|!>]+)> (.*)$/u.exec(line)
    const expected = /^([^|!>]*)([|!]) ?(.+)$/u.exec(line)
    const ledger = /^台账 (\d) (.+)$/u.exec(line)
    const kept = FILE.exec(line)
    if (kept && documents) {
      putFile(documents, kept)
    } else if (ledger) {
      const appeal = (await stage.ledger())[Number(ledger[1]) - 1]
      const { personal: _, ...open } = appeal ?? {}
      const text = JSON.stringify(open)
      for (const word of (ledger[2] ?? '').split(' ')) expect(text, where).toContain(`"${word}"`)
    } else if (line.startsWith('+')) {
      const hours = /^\+([\d.]+)小时$/u.exec(line)?.[1]
      told = await stage.wait(hours === undefined ? Number(line.slice(1)) : Number(hours) / 24)
      reached.clear()
    } else if (said) {
      const [, who = said[1] ?? '', room] = /^(.+)（在(.+)）$/u.exec(said[1] ?? '') ?? []
      speaker = room ?? who
      const picture = (said[2] ?? '').includes('[图片]')
      const text = (said[2] ?? '').replace('[图片]', '').replaceAll('\\n', '\n')
      const attachments = picture ? [{ ref: 'file-1', name: '合同.jpg', type: 'image/jpeg' }] : []
      told = await stage.say(who, text, { attachments, room })
      reached.clear()
    } else if (expected) {
      const chat = expected[1] || speaker
      const wanted = expected[3] ?? ''
      const text = everything(chat)
      if (expected[2] === '!') expect(text, where).not.toContain(wanted)
      else {
        const from = reached.get(chat) ?? 0
        const at = text.indexOf(wanted, from)
        expect(at >= 0 ? wanted : text.slice(from), `${where} wants “${wanted}”`).toBe(wanted)
        reached.set(chat, at + wanted.length)
      }
    } else throw new Error(`${where}: neither said nor expected: ${line}`)
  }
}
