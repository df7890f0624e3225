import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publishedHolidays } from '../../../adapters/calendar/index.ts'
import { createLog } from '../../../adapters/log/index.ts'
import { createOffice } from '../../../adapters/office/index.ts'
import { createOpen311 } from '../../../adapters/open311/index.ts'
import { openLedger } from '../../../adapters/store/index.ts'
import { folds } from '../../../bot/appeal/history.ts'
import { createWorkCalendar } from '../../../bot/appeal/time/work-calendar.ts'
import { catalog } from '../../../bot/catalog/index.ts'
import { lookAround, openMetrics } from '../../../bot/commands/metrics.ts'
import { publicId } from '../../../bot/commands/public-id.ts'
import { Fault } from '../../../bot/model/fault.ts'
import { createOverview } from '../../../bot/overview/overview.ts'
import { PAGES } from '../../../bot/ports/overview.ts'
import { publicRegister } from '../../../bot/public/register.ts'
import { toldOf } from '../../../bot/public/told.ts'
import { cut } from '../../../knowledge/index.ts'
import { createStage, type Heard, type OnTelegram } from '../../transcripts/stage.ts'
import { broken } from '../lib/broken.ts'
import { type Canary, canary, createFinder, secretsOf, textIn } from '../lib/canaries.ts'
import { drawsOf, pick } from '../lib/draws.ts'
import type { Row } from '../row.ts'

/** So many live in one ledger at a time. */
const AT_ONCE = 100
const STAFF: readonly OnTelegram[] = [
  { name: '王芳', roles: ['clerk'] },
  { name: '李娜', roles: ['clerk'] },
  { name: '陈刚', roles: ['handler'], units: ['industry'] },
  { name: '赵敏', roles: ['supervisor'] },
  { name: '周岚', roles: ['leader'] },
  { name: '李明', roles: ['administrator'] },
]
const GROUPS = {
  受理组: 'intake',
  清欠组: 'unit:industry',
  督办组: 'supervision',
  领导组: 'leaders',
  管理组: 'administrators',
} as const

/** What each tells, with all that is his wherever it does not belong. */
const TELLS = (c: Canary): readonly string[] => [
  `我是${c.enterprise}的${c.contact}，电话${c.phone}，在江北区。云州市大禹建设集团从2025年3月起拖欠我们货款38万元，合同上留的是${c.contact}的身份证${c.identity}和卡号${c.card}，要求尽快付清，不用保密`,
  `我叫${c.contact}，手机${c.phone}，${c.enterprise}的。工信局的政策兑现申请了半年没有答复，邮箱${c.email}，微信号${c.wechat}，希望帮忙解决，不用保密`,
  `我要举报市市场监督管理局的检查人员索要好处费，我是${c.enterprise}的${c.contact}，电话${c.phone}，请保密，在江北区`,
]
const LATER = (c: Canary): readonly string[] => [
  `补充 当时是${c.contact}签的字，身份证${c.identity}，有事打${c.phone}`,
  `补充 打款到${c.card}，户名${c.enterprise}`,
  `催办，急用钱，${c.contact}，微信号${c.wechat}`,
]
const ASKS = (c: Canary): readonly string[] => [
  `我是${c.contact}，电话${c.phone}，我们公司想养一只猫有没有饲料补贴？`,
  `订阅政策 我们是${c.enterprise}，做餐饮的，关注融资`,
  '查看我的信息',
  `小额贷款怎么办，发到${c.email}`,
]
/** What staff do meanwhile; `#` is the case's number. Whoever opens the contact sees it, and that is on record. */
const STEPS: readonly (readonly [name: string, line: string])[] = [
  ['王芳', '受理 #'],
  ['李娜', '派单 # 清欠专班'],
  ['陈刚', '签收 #'],
  ['陈刚', '看内容 #'],
  ['赵敏', '历史 #'],
  ['陈刚', '回复 # 正在核实'],
  ['王芳', '同类 #'],
  ['陈刚', '补正 # 请补充送货单'],
  ['陈刚', '接管 #'],
  ['陈刚', '结束对话 #'],
  ['周岚', '批示 # 请抓紧'],
  ['陈刚', '备注 # 已电话沟通'],
  ['陈刚', '延期 # 3天 到现场核查'],
  ['赵敏', '批准 #'],
  ['陈刚', '参考 #'],
  ['陈刚', '办结 # 已解决 对方已经付清'],
]
const LOOKS = [
  '/list',
  '/due',
  '/find 公司',
  '/find 欧阳',
  '/gaps',
  '/report month',
  '/ledger xlsx',
  '/ledger csv',
  '/status',
  '待办',
] as const

async function openHouse(folder: string, canaries: readonly Canary[], seed: number) {
  const lines: string[] = []
  const ledger = await openLedger({ folder, folds, snapshotEvery: 400, now: () => '2026-11-23T02:00:00.000Z' })
  const logs = (['json', 'text'] as const).map((format) =>
    createLog({
      format,
      level: 'debug',
      to: { write: (line: string | Uint8Array) => lines.push(String(line)) > 0 },
      now: () => '2026-11-23T02:00:00.000Z',
    }),
  )
  const trouble = (error: unknown) => {
    for (const log of logs) log.trouble(error)
  }
  const stage = await createStage({ store: ledger as never, staff: STAFF, groups: GROUPS, onTrouble: trouble })
  return { stage, ledger, lines, logs, trouble, canaries, draw: drawsOf(seed) }
}
type House = Awaited<ReturnType<typeof openHouse>>

/** Whether somebody may read what is of this one there: it is his own chat, or he has opened the contact. */
function createWatch({ canaries, ledger }: House) {
  const find = createFinder(canaries)
  const opened = new Set<string>()
  const leaks: string[] = []
  const judge = (where: string, text: string, chat?: string): void => {
    for (const { secret, of } of find(text)) {
      if (chat !== undefined && (chat === of.chat || opened.has(`${chat} ${of.chat}`))) continue
      leaks.push(
        `${secret} in ${where}: …${text.slice(Math.max(0, text.indexOf(secret) - 30), text.indexOf(secret) + 20).replaceAll('\n', ' ')}`,
      )
    }
  }
  return {
    leaks,
    judge,
    opens: (who: string, of: Canary) => void opened.add(`${who} ${of.chat}`),
    async heard(told: readonly Heard[]): Promise<void> {
      for (const { chat, text, reply } of told) {
        judge(`a message to ${chat}`, `${text}\n${(reply.choices ?? []).map(({ id }) => id).join('\n')}`, chat)
        for (const { ref, name } of reply.files ?? []) {
          const bytes = chat.startsWith('企业') ? null : await ledger.files.get(ref)
          if (bytes) judge(`${name} to ${chat}`, textIn(bytes), chat)
        }
      }
    },
  }
}
type Watch = ReturnType<typeof createWatch>

/** One whole life: told, lodged, worked on, asked about, and everything staff look at meanwhile. */
async function live(house: House, watch: Watch, c: Canary): Promise<number> {
  const { stage, draw } = house
  let turns = 0
  const say = async (who: string, text: string, more = {}) => {
    turns += 1
    await watch.heard(
      await (who.startsWith('企业') ? stage.say(who, text, more) : stage.telegram.says(who, text, more)),
    )
  }
  const before = new Set((await stage.ledger()).map(({ number }) => number))
  const picture = { ref: 'none', name: c.file, type: 'image/jpeg' }
  await say(c.chat, pick(draw, ASKS(c)))
  await say(c.chat, '取消')
  for (const line of [pick(draw, TELLS(c)), '跳过', '跳过', '确认提交'])
    await say(c.chat, line, line === '跳过' && draw(3) === 0 ? { attachments: [picture] } : {})
  const appeal = (await stage.ledger()).find(({ number }) => !before.has(number))
  if (!appeal) return turns
  const isSealed = appeal.confidential || appeal.kind === 'tip-off'
  for (const [name, line] of STEPS) {
    if (draw(4) === 0) continue
    await say(name, line.replace('#', appeal.number))
    if (line.startsWith('补正'))
      await say(c.chat, pick(draw, LATER(c)), draw(2) === 0 ? { attachments: [picture] } : {})
    if (line.startsWith('接管')) await say(c.chat, '好的，请尽快')
  }
  if (draw(6) === 0 && !isSealed) {
    watch.opens('陈刚', c)
    await say('陈刚', `联系方式 ${appeal.number} 核实情况`)
  }
  await say(c.chat, pick(draw, [...LATER(c), '满意', `不满意，${c.contact}`, '进度']))
  if (draw(5) === 0)
    await say(pick(draw, STAFF).name, pick(draw, LOOKS), draw(2) === 0 ? { room: pick(draw, Object.keys(GROUPS)) } : {})
  return turns
}

/** What libraries throw, and what is told of it. */
function complain({ logs, canaries, draw }: House): void {
  for (const c of canaries) {
    const said = pick(draw, secretsOf(c).slice(1, 7))
    const errors = [
      new Error(`duplicate key value violates unique constraint "${c.contact}" (${c.phone})`),
      new TypeError(`cannot read ${c.contact} of ${c.enterprise}, ${c.identity}`),
      Object.assign(new Error(`request to https://x/bot123456:ABCDEFGHIJKLMNOPQRSTUVWX/ failed: ${c.email}`), {
        code: 'E_ODD',
      }),
      new Fault('storage', `a delivery failed: ${c.phone} ${c.card}`),
      `${c.contact} ${said}`,
    ]
    for (const log of logs) {
      log.trouble(pick(draw, errors))
      log.warn(`a call was refused: ${c.phone}`, { phone: c.phone, reason: c.email, name: c.contact })
    }
  }
}

/** Everything that others read of the ledger as it now stands. */
async function published({ stage, ledger }: House, watch: Watch): Promise<void> {
  const now = stage.now()
  const { appeals } = await ledger.appeals.read({ kind: 'appeals', where: {} })
  const all = appeals.map(({ value }) => value)
  const idOf = (number: string) => publicId(ledger.pseudonym, number)
  const token = 'a-token-for-the-proof'
  const register = async () => publicRegister(all, { catalog, now, idOf })
  const open = createOpen311({ root: '/o', tokens: [token], jurisdiction: catalog.city, register, now: () => now })
  for (const path of ['services.json', 'requests.json', 'requests.xml'])
    watch.judge(`Open311 ${path}`, await (await open(new Request(`http://x/o/${path}?api_key=${token}`))).text())
  watch.judge('the hook', JSON.stringify(all.map((one) => toldOf(one, { catalog, idOf }))))
  const metrics = openMetrics()
  const seen = await lookAround({ store: ledger.appeals, channels: [{ name: 'terminal', state: 'up' }], now })
  watch.judge('metrics', (await metrics.page(seen)).text)
  const overview = createOverview({
    store: ledger.appeals,
    catalog,
    calendar: createWorkCalendar(publishedHolidays()),
    office: createOffice(),
    clock: { now: () => now },
    cut,
  })
  for (const role of ['leader', 'supervisor', 'administrator'] as const) {
    const viewer = { id: 'v', name: '看的人', roles: [role], units: [] }
    for (const page of PAGES) watch.judge(`console ${page}`, JSON.stringify(await overview.page(page, viewer, {})))
    for (const chart of ['trend', 'kinds', 'categories', 'rates'])
      watch.judge(`console chart ${chart}`, (await overview.chart(chart, viewer, {})) ?? '')
    for (const format of ['xlsx', 'csv'] as const) {
      const file = await overview.exported(viewer, {}, format)
      if (file.ok) watch.judge(`console export ${format}`, textIn(file.bytes))
    }
  }
}

/** What stands on the disk: journal, snapshots, keys, and a backup of them. */
async function stored({ ledger }: House, watch: Watch, folder: string): Promise<number> {
  const backup = join(folder, '..', 'backup')
  mkdirSync(backup, { mode: 0o700 })
  await ledger.backup(join(backup, 'one'))
  await ledger.close()
  let bytes = 0
  for (const home of [folder, backup])
    for (const entry of readdirSync(home, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      const content = readFileSync(path)
      bytes += content.length
      watch.judge(`${entry.name} on the disk`, `${path}\n${content.toString()}`)
    }
  return bytes
}

const number = (many: number): string => many.toLocaleString('en')

export const row: Row = {
  minutes: 6,
  async run({ of, seed, tell }) {
    const persons = of(1_000)
    const leaks: string[] = []
    let [turns, bytes, lines, appeals, messages] = [0, 0, 0, 0, 0]
    for (let from = 0; from < persons; from += AT_ONCE) {
      const home = mkdtempSync(join(tmpdir(), 'qinqing-canaries-'))
      try {
        const canaries = Array.from({ length: Math.min(AT_ONCE, persons - from) }, (_, i) => canary(from + i))
        const house = await openHouse(join(home, 'data'), canaries, seed + from)
        const watch = createWatch(house)
        for (const c of canaries) turns += await live(house, watch, c)
        for (const line of LOOKS)
          for (const { name } of STAFF) await watch.heard(await house.stage.telegram.says(name, line))
        for (const days of [0.5, 8, 30]) await watch.heard(await house.stage.wait(days))
        watch.judge('what was flashed', JSON.stringify(house.stage.telegram.flashed))
        complain(house)
        watch.judge('the log', house.lines.join(''))
        appeals += (await house.stage.ledger()).length
        messages += house.stage.heard.length
        await published(house, watch)
        bytes += await stored(house, watch, join(home, 'data'))
        lines += house.lines.length
        leaks.push(...watch.leaks)
      } finally {
        rmSync(home, { recursive: true, force: true })
      }
      tell(`${number(Math.min(persons, from + AT_ONCE))} persons, ${number(turns)} turns, ${leaks.length} leaks`)
    }
    const saw = `${number(persons)} persons (${number(appeals)} cases, ${number(turns)} turns) through ${number(messages)} messages, exports, reports, console, Open311, hook, metrics, ${number(lines)} log lines, ${Math.round(bytes / 2 ** 20)} MB of journal, snapshots and backup: ${leaks.length} leaks`
    const enough = appeals > persons * 0.8
    return {
      saw: leaks.length > 0 ? `${saw}: ${[...new Set(leaks)].slice(0, 5).join('; ')}` : saw,
      ok: leaks.length === 0 && enough,
    }
  },
  bites: [
    broken({
      name: 'the name of the one to be called is not masked on cards',
      file: 'bot/texts/zh-cn/case-card.ts',
      find: 'told.contact ? maskName(told.contact)',
      put: 'told.contact ? told.contact',
      row: 'canaries',
      share: 0.01,
      tells: /leaks: 欧阳.* in a message to/u,
    }),
    broken({
      name: 'the log tells what libraries say as they say it',
      file: 'adapters/log/index.ts',
      find: '(ours ? scrub : scrubForeign)(error.message)',
      put: '(ours || scrub || scrubForeign ? error.message : "")',
      row: 'canaries',
      share: 0.01,
      tells: /in the log/u,
    }),
    broken({
      name: 'the telephone of an export is not masked',
      file: 'bot/appeal/figures/ledger-rows.ts',
      find: 'phone: phone && maskPhone(phone)',
      put: 'phone: phone && maskPhone(phone) && phone',
      row: 'canaries',
      share: 0.01,
      tells: /1391577\d{4} in /u,
    }),
  ],
}
