import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { PlaceId } from '../../bot/model/staff.ts'
import { type Before, saidIn } from './sent.ts'
import { createStage, type Heard, numberOf, type OnTelegram, ROLES } from './stage.ts'
import type { OnWeChat } from './wechat.ts'

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
 * Staff on Telegram, where cards live:
 *
 *     成员 陈刚 承办@industry、督办       who is of them, with his roles and units; 涉密 behind marks who is named for sealed cases
 *     群 受理组 intake                   a group there, and the place it is for
 *     陈刚> 待办                         he says it in his own chat, 陈刚
 *     陈刚（在受理组）> /due              he says it to the bot in a group
 *     陈刚（在受理组）回复 新诉求> 请讲     he answers the last message there that holds 新诉求
 *     陈刚（在受理组）按 受理              he presses the last button there of this label
 *     陈刚（在受理组）按 受理 @ 新诉求      the one under the last message that holds 新诉求
 *     陈刚、王芳（在受理组）按 受理        both press what they both see
 *     电报·路人> 你好                    somebody on Telegram of whom the bot knows nothing
 *     受理组| 新诉求                     what was newly said there, as elsewhere; an edit of a message is no new one
 *     卡片 受理组| 已受理                the newest card there, as it now stands, with its buttons, holds this
 *     卡片 受理组! 不予受理               and nowhere this
 *     闪现| 陈刚：已受理                 what flashed before whoever pressed; 须关闭 behind it where he has to close it
 *     静 受理组                         nothing new was said there
 *
 * Entrepreneurs on WeChat are those whose names begin with 微信·:
 *
 *     微信 300字节 换号                   there is so much room for one reply, and nobody is known for longer than a login
 *     微信·张三（在商会群）> 社保补贴       he mentions the bot in a group; 在商会群，未加好友 where it cannot write to him alone
 *     重新登录                            the account logs in anew, and where contacts 换号 everybody is somebody else
 *
 * What comes besides text, see `sent.ts`; from 企业·… as well:
 *
 *     微信·张三> [语音 甲方欠钱]            by voice, and what the channel made of it; [语音] alone: nothing
 *     微信·张三> [红包]                   what cannot be read; [加好友] he adds the account
 *     微信·张三> [位置 西河区滨河路88号]
 *     微信·张三> [链接 标题 https://…]     an article that was forwarded
 *     微信·张三> [过大 合同.pdf]           a file that did not arrive; 丢失: it was lost on the way
 *     微信·张三> [撤回 38万]              he takes back his last line that holds this; [撤回]: his last one
 *
 * Where no 企业 and nobody on WeChat says 同意 or 不同意 himself, everybody agrees to the notice on personal data unheard.
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

const MEMBER = /^成员 (\S+) (\S+)( 涉密)?$/u
const GROUP = /^群 (\S+) (\S+)$/u
const PRESSED = /^([^|!>]+?)(?:（在(.+?)）)?按 (.+?)(?: @ (.+))?$/u
const SPEAKER = /^(.+?)(?:（在(.+?)(，未加好友)?）)?(?:回复 (.+))?$/u
const WECHAT = /^微信(?: (\d+)字节)?( 换号)?$/mu

/** The channel is there where somebody is on it. */
function weChatOf(script: string): OnWeChat | undefined {
  const [, room, passing] = WECHAT.exec(script) ?? []
  if (!/^微信(?:·|$| )/mu.test(script)) return undefined
  return { ...(room !== undefined && { room: Number(room) }), ...(passing && { passing: true }) }
}

/** Who is on Telegram, and which groups there are, as the script says in its lines 成员 and 群. */
function rosterOf(script: string): { readonly staff: OnTelegram[]; readonly groups: Record<string, PlaceId> } {
  const lines = script.split('\n').map((line) => line.trim())
  const staff = lines.flatMap((line): OnTelegram[] => {
    const [, name, posts = '', sealed] = MEMBER.exec(line) ?? []
    if (!name) return []
    const read = posts.split('、').map((post) => post.split('@'))
    const roles = read.flatMap(([role = '']) => ROLES[role] ?? [])
    const units = read.flatMap(([role, unit]) => unit?.split(',') ?? (role === '工作人员' ? ['*'] : []))
    if (roles.length === 0) throw new Error(`${name} has no role: ${posts}`)
    return [{ name, roles, units, ...(sealed && { sealed: true }) }]
  })
  const groups = lines.flatMap((line) => {
    const [, chat, place] = GROUP.exec(line) ?? []
    return chat ? [[chat, PlaceId.parse(place)] as const] : []
  })
  return { staff, groups: Object.fromEntries(groups) }
}

function putFile(folder: string, [, name = '', text]: readonly (string | undefined)[]): void {
  const path = join(folder, name)
  if (text === undefined) return rmSync(path)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text.replaceAll('\\n', '\n'))
}

async function play(script: string, file: string): Promise<void> {
  const documents = folderOf(script)
  const agreeing = !/^(?:企业|微信)·[^>]+> (?:不)?同意/mu.test(script)
  const { staff, groups } = rosterOf(script)
  const wechat = weChatOf(script)
  const stage = await createStage({
    agreeing,
    staff,
    groups,
    ...(wechat && { wechat }),
    ...(documents !== undefined && { documents }),
  })
  const { telegram } = stage
  const isOnTelegram = (who: string) =>
    who.startsWith('电报·') || who.split('、').every((one) => staff.some(({ name }) => name === one))
  let flashed = 0
  let speaker = ''
  let told: Heard[] = []
  const reached = new Map<string, number>()
  const before = new Map<string, Before[]>()

  const everything = (chat: string) => {
    if (chat === '闪现') {
      const now = telegram.flashed.slice(flashed)
      return now.map(({ who, text, alert }) => `${who}：${text}${alert ? '（须关闭）' : ''}`).join('\n')
    }
    const card = chat.startsWith('卡片 ') ? telegram.card(chat.slice(3)) : undefined
    if (card) return telegram.shown(card)
    return told
      .filter((one) => one.chat === chat && !one.edited)
      .map(({ text }) => text)
      .join('\n')
  }
  /** A turn begins: what was told before it is no longer looked at. */
  const turn = async (speaking: string, happening: () => Promise<Heard[]>) => {
    speaker = speaking
    flashed = telegram.flashed.length
    told = await happening()
    reached.clear()
  }
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
    const pressed = PRESSED.exec(line)
    const quiet = /^静 (\S+)$/u.exec(line)?.[1]
    const kept = FILE.exec(line)
    if (kept && documents) {
      putFile(documents, kept)
    } else if (ledger) {
      const appeal = (await stage.ledger())[Number(ledger[1]) - 1]
      const { personal: _, ...open } = appeal ?? {}
      const text = JSON.stringify(open)
      for (const word of (ledger[2] ?? '').split(' ')) expect(text, where).toContain(`"${word}"`)
    } else if (MEMBER.test(line) || GROUP.test(line) || WECHAT.test(line)) {
      // Was read before anybody spoke.
    } else if (quiet !== undefined) {
      expect(everything(quiet), where).toBe('')
    } else if (line.startsWith('+')) {
      const hours = /^\+([\d.]+)小时$/u.exec(line)?.[1]
      const days = hours === undefined ? Number(line.slice(1)) : Number(hours) / 24
      await turn(speaker, () => stage.wait(days))
    } else if (line === '重新登录') {
      stage.relogin()
    } else if (pressed) {
      const [, who = '', room, label = '', of] = pressed
      await turn(room ?? who, () => telegram.presses(who, label, { room, of }))
    } else if (said) {
      const [, who = '', room, unmet, to] = SPEAKER.exec(said[1] ?? '') ?? []
      const message = saidIn(said[2] ?? '', before.get(who) ?? [])
      const id = `said-${index}`
      before.set(who, [...(before.get(who) ?? []), { id, line: said[2] ?? '' }])
      await turn(room ?? who, () =>
        isOnTelegram(who)
          ? telegram.says(who, message.text, { attachments: message.attachments, room, to })
          : stage.say(who, message.text, { ...message, id, room, unmet: unmet !== undefined }),
      )
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
