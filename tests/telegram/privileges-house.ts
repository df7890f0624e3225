import { createMemoryStore } from '../../adapters/store/memory.ts'
import { folds } from '../../bot/appeal/history.ts'
import type { AppealNumber } from '../../bot/model/appeal.ts'
import type { Event } from '../../bot/model/event.ts'
import type { Address, Attachment, Receipt, Said } from '../../bot/model/message.ts'
import { type Job, type Notice, plain, type Reply } from '../../bot/model/reply.ts'
import type { PlaceId } from '../../bot/model/staff.ts'
import type { Change } from '../../bot/ports/appeal-store.ts'
import { createStage, numberOf, type OnTelegram } from '../transcripts/stage.ts'

/** Who is there, and in which group each of them meets. 马俊 works elsewhere; 何静 also works for the unit complained of. */
const STAFF: readonly OnTelegram[] = [
  { name: '王芳', roles: ['clerk'] },
  { name: '陈刚', roles: ['handler'], units: ['industry'] },
  { name: '马俊', roles: ['handler'], units: ['transport'] },
  { name: '何静', roles: ['handler'], units: ['industry', 'services'] },
  { name: '赵敏', roles: ['supervisor'] },
  { name: '周岚', roles: ['leader'] },
  { name: '李明', roles: ['administrator'] },
  // These do what has to have been done before: nobody is tried on what he himself began.
  { name: '李娜', roles: ['clerk'], sealed: true },
  { name: '吴强', roles: ['handler'], units: ['industry'] },
  { name: '孙丽', roles: ['clerk'] },
]

export const GROUPS: Readonly<Record<string, PlaceId>> = {
  受理组: 'intake',
  清欠组: 'unit:industry',
  交通组: 'unit:transport',
  督办组: 'supervision',
  领导组: 'leaders',
  管理组: 'administrators',
}

/** A group that is nobody's place; the bot was only added to it. */
export const NOWHERE = '饭友群'

/** How each case came to stand as it does: who did what, after its registration. `{n}` is its number. */
const PAST = {
  registered: [],
  accepted: ['李娜 受理 {n}'],
  dispatched: ['李娜 派单 {n} 清欠专班'],
  working: ['李娜 派单 {n} 清欠专班', '吴强 签收 {n}', '吴强 开始办理 {n}'],
  asked: ['李娜 派单 {n} 清欠专班', '吴强 补正 {n} 请补充送货单'],
  talked: ['李娜 派单 {n} 清欠专班', '吴强 接管 {n}'],
  declining: ['李娜 不予受理 {n} 不属于本市管辖 合同履行地在外地'],
  extending: ['李娜 派单 {n} 清欠专班', '吴强 签收 {n}', '吴强 延期 {n} 3天 要到现场核查'],
  replied: [
    '李娜 派单 {n} 清欠专班',
    '赵敏 督办 {n} 一周内给出结果',
    '吴强 办结 {n} 已解决 欠款已经付清，请核对到账。',
  ],
  answered: ['李娜 派单 {n} 清欠专班', '吴强 办结 {n} 参考 对方已经破产，请向管理人申报债权。'],
  followed: ['李娜 派单 {n} 清欠专班', '吴强 办结 {n} 已解决 对方已经付清，请核对到账。'],
  merged: ['李娜 并入 {n} {accepted}'],
  told: ['李娜 派单 {n} 清欠专班', '吴强 签收 {n}', 'OWNER 补充 这是{mark}的送货单', '赵敏 备注 {n} {mark}要盯紧'],
  resolved: ['李娜 派单 {n} 清欠专班', '吴强 办结 {n} 已解决 {mark}的运费对方已经付清。', 'OWNER 满意'],
} as const
export type Past = keyof typeof PAST
const SLIP: Attachment = { ref: 'slip', name: '送货单.jpg', type: 'image/jpeg' }

/** Those that a unit works on, so that its handlers see them. */
export const WITH_UNIT: ReadonlySet<Past> = new Set([
  'dispatched',
  'working',
  'asked',
  'talked',
  'extending',
  'replied',
  'answered',
  'followed',
  'told',
  'resolved',
])

export interface Case {
  readonly past: Past
  readonly sealed: boolean
  readonly number: AppealNumber
  readonly owner: string
  /** What stands in no text but one that shows this case; and what only its contact shows. */
  readonly mark: string
  readonly phone: string
}

export interface Told {
  readonly chat: string
  readonly text: string
  readonly reply: Reply
}

/** All that one message brought about, and would have made durable. */
export interface Tried {
  readonly events: readonly Event[]
  readonly jobs: readonly Job[]
  readonly told: readonly Told[]
  readonly notice: Notice | undefined
  /** What he is asked to write next. */
  readonly waits: string | undefined
}

export interface Way {
  readonly room?: string | undefined
  readonly pressed?: string
  /** The message whose button it was; without it, one of the chat that is about no case. */
  readonly of?: Receipt
  readonly more?: Partial<Said>
}

/**
 * A town hall at work: twelve open cases and their sealed twins, an unanswered question, a proposed answer, a policy to
 * push. `tries` lets anybody say or press anything and catches what would be committed: nothing is, so that all are tried
 * on the same.
 */
export async function openTownHall() {
  const store = createMemoryStore({ folds })
  let caught: Change[] | undefined
  const stage = await createStage({
    store: {
      ...store,
      appeals: {
        ...store.appeals,
        commit(change) {
          if (!caught) return store.appeals.commit(change)
          caught.push(change)
          return Promise.resolve('committed')
        },
      },
    },
    staff: STAFF,
    groups: GROUPS,
    world: { console: (code) => `https://yunzhou.example/console/enter#${code}` },
  })
  const { app, telegram } = stage
  const cases: Case[] = []

  for (const sealed of [false, true]) {
    for (const past of Object.keys(PAST) as Past[]) cases.push(await happens(past, sealed))
  }

  async function happens(past: Past, sealed: boolean): Promise<Case> {
    const i = cases.length
    const mark = `${'甲乙丙丁戊己庚辛壬癸'[i % 10]}${'子丑寅卯辰巳午未申酉戌亥'[i % 12]}`
    const phone = `138000022${10 + i}`
    const owner = `企业·${mark}`
    const secret = sealed ? '请保密' : '不用保密'
    const matter = `云州安居置业有限公司从2025年5月起拖欠我们${mark}仓库运费26万元，要求马上付款，${secret}`
    await stage.say(owner, `我是云州顺达物流有限公司的张${mark}，电话${phone}，在西河区，${matter}`)
    await stage.say(owner, '确认')
    const appeal = (await stage.ledger()).at(-1)
    if (!appeal) throw new Error(`nothing was registered as ${past}`)
    const { number } = appeal
    const n = numberOf(appeal)
    const one: Case = { past, sealed, number, owner, mark: `${mark}仓库`, phone }
    if (sealed) {
      await stage.telegram.says('李娜', `保密 ${n}`)
      await stage.telegram.says('李娜', `涉及单位 ${n} 政务中心`)
    }
    const accepted = cases.find((other) => other.past === 'accepted' && other.sealed === sealed)?.number ?? ''
    for (const step of PAST[past]) {
      const [who = '', ...words] = step.split(' ')
      const line = words.join(' ').replace('{n}', n).replace('{accepted}', accepted).replace('{mark}', one.mark)
      if (who === 'OWNER') await stage.say(owner, line, { attachments: past === 'told' ? [SLIP] : [] })
      else await telegram.says(who, line)
    }
    return one
  }

  await stage.say('企业·问', '我们公司想养一只猫有没有饲料补贴？')
  await telegram.says('李娜', '/gaps')
  await telegram.says('李娜', '缺口 1 答复 目前没有养猫的饲料补贴，可以在成本里列支。')
  await stage.say('企业·策', '订阅政策 我们是东湖区做餐饮的，关注融资')
  await app.documentsChanged([{ path: 'f.md', title: '餐饮贷款贴息办法', topics: ['融资'], change: 'new' }])
  const found = await store.appeals.read({ kind: 'gaps', limit: 1 })
  const entries = await store.appeals.read({ kind: 'entries', where: { states: ['proposed'] } })
  const pushes = await store.appeals.read({ kind: 'pushes', states: ['proposed'] })
  const one = (what: string, id: string | undefined): string => {
    if (id === undefined) throw new Error(`there is no ${what}`)
    return id
  }
  await telegram.says('李明', '/entries')
  await telegram.presses('李明', telegram.in('李明')?.reply.choices?.[0]?.label ?? '')
  const ids = {
    gap: one('gap', found.kind === 'gaps' ? found.groups[0]?.id : undefined),
    entry: one('entry', entries.kind === 'entries' ? entries.entries[0]?.value.id : undefined),
    seen: one('answer', idIn('李明', 'entry-approve:')?.split(':').at(-1)),
    push: one('push', pushes.kind === 'pushes' ? pushes.pushes[0]?.value.id : undefined),
  }

  // Everybody is known where he may be tried: there stands a message of the bot, and a stranger has had his one line.
  for (const room of [...Object.keys(GROUPS), NOWHERE]) {
    await telegram.says('李明', '/gaps', { room })
    await telegram.says('电报·路人', '你好', { room })
  }
  for (const { name } of STAFF) await telegram.says(name, '/gaps')
  await telegram.says('电报·路人', '你好')
  await app.receive({ kind: 'ordered', id: 'gone', order: { do: 'remove', name: '孙丽' }, at: stage.now() })
  for (const room of [undefined, ...Object.keys(GROUPS), NOWHERE]) await telegram.says('孙丽', '/mine', { room })

  // Each who sees it writes about what the entrepreneur told, and has not sent it yet.
  for (const { past, sealed, number, mark } of cases.filter((one) => one.past === 'told')) {
    for (const name of ['王芳', '陈刚', ...(sealed ? [] : ['何静']), '赵敏', '周岚']) {
      await telegram.says(name, `查看 ${number}`)
      await telegram.says(name, `${past} 请核对对账单`, { to: mark })
    }
  }

  // One is written in a group, where others could press what is his to send.
  const told = cases.find((one) => one.past === 'told' && !one.sealed)
  await telegram.says('吴强', '请核对对账单', { room: '清欠组', to: told?.mark ?? '' })

  /** The button with which this member, or else 王芳, may send what he wrote about a case. */
  function draftOf(who: string, number: AppealNumber): string {
    const begins = `draft:${number}:`
    return (
      one('draft', idIn(who, begins) ?? idIn('王芳', begins))
        .split(':')
        .at(-1) ?? ''
    )
  }

  function idIn(chat: string, begins: string): string | undefined {
    const choices = telegram.standing.flatMap(({ chat: there, reply }) => (there === chat ? (reply.choices ?? []) : []))
    return choices.findLast(({ id }) => id.startsWith(begins))?.id
  }

  let tried = 0
  /** On Telegram his name is his account and his own chat; whose name begins with 企业 is on the terminal. */
  async function tries(who: string, text: string, { room, pressed, of, more }: Way = {}): Promise<Tried> {
    tried += 1
    const channel = who.startsWith('企业') ? ('terminal' as const) : ('telegram' as const)
    const home: Address = { channel, chat: who }
    const from: Address = room === undefined ? home : { channel, chat: room }
    const replyTo = of ?? (pressed === undefined || channel === 'terminal' ? undefined : stands(from))
    const said = {
      kind: 'said' as const,
      id: `try${tried}`,
      from,
      sender: who,
      text,
      attachments: [],
      at: stage.now(),
      ...(room !== undefined && { privately: home }),
      ...(channel === 'telegram' && pressed === undefined && { receipt: { ...from, message: `t${tried}` } }),
      ...(pressed !== undefined && { pressed }),
      ...(replyTo && { replyTo }),
      ...more,
    }
    const changes: Change[] = []
    caught = changes
    try {
      const { notice } = await app.receive(said)
      const payloads = changes.flatMap(({ deliveries }) => deliveries.map(({ payload }) => payload))
      return {
        events: changes.flatMap(({ events }) => events),
        jobs: payloads.flatMap((payload) => (payload.kind === 'job' ? [payload.job] : [])),
        told: payloads.flatMap((payload) =>
          payload.kind === 'reply'
            ? [{ chat: payload.reply.to.chat, text: wholeOf(payload.reply), reply: payload.reply }]
            : [],
        ),
        notice,
        waits: waitsIn(changes),
      }
    } finally {
      caught = undefined
    }
  }

  /** A message that stands there and is about no case. */
  function stands({ channel, chat }: Address): Receipt {
    const found = telegram.standing.find((standing) => standing.chat === chat && standing.reply.about === undefined)
    return { channel, chat, message: found?.id ?? one(`message in ${chat}`, undefined) }
  }

  return { stage, cases, ids, draftOf, tries }
}

function waitsIn(changes: readonly Change[]): string | undefined {
  const waiting = changes.at(-1)?.conversation?.value.waiting
  return waiting && ('command' in waiting ? waiting.command : waiting.for)
}

/** All that can be read of it, its buttons and file names too. */
const wholeOf = ({ text, choices = [], files = [] }: Reply): string =>
  [plain(text), ...choices.map(({ label }) => label), ...files.map(({ name }) => name)].join('\n')
