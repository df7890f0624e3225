import { setTimeout as pause } from 'node:timers/promises'
import { publishedHolidays } from '../../../adapters/calendar/index.ts'
import { createOffice } from '../../../adapters/office/index.ts'
import { createMemoryStore } from '../../../adapters/store/memory.ts'
import { folds } from '../../../bot/appeal/history.ts'
import { composeNumber, showNumber } from '../../../bot/appeal/reference.ts'
import { createWorkCalendar } from '../../../bot/appeal/time/work-calendar.ts'
import { catalog } from '../../../bot/catalog/index.ts'
import { createOverview } from '../../../bot/overview/overview.ts'
import { PAGES } from '../../../bot/ports/overview.ts'
import { publicRegister } from '../../../bot/public/register.ts'
import { cut } from '../../../knowledge/index.ts'
import { createStage, type Heard, type OnTelegram } from '../../transcripts/stage.ts'
import { made, openShape, sealedShape } from '../lib/appeals.ts'
import { broken } from '../lib/broken.ts'
import { type Draw, drawsOf, pick } from '../lib/draws.ts'
import type { Row } from '../row.ts'

const ACCUSED = 'market'
/** So many sealed cases are looked for at once: whatever differs from a ledger without them gives one of them away. */
const AT_ONCE = 250
/** Of these every one lives through the whole bot, from its first word to its end. */
const LIVED = 1 / 50
const NOW = '2026-11-23T02:00:00.000Z'

/** Who works for the accused unit: there alone, elsewhere as well, or at the intake desk. */
const VIEWERS: readonly OnTelegram[] = [
  { name: '刘敏', roles: ['handler'], units: [ACCUSED] },
  { name: '何静', roles: ['handler'], units: ['industry', ACCUSED] },
  { name: '钱进', roles: ['clerk', 'handler'], units: [ACCUSED] },
  { name: '孙成', roles: ['supervisor', 'handler'], units: [ACCUSED] },
]
const OTHERS: readonly OnTelegram[] = [
  { name: '王芳', roles: ['clerk'] },
  { name: '李娜', roles: ['clerk'] },
  { name: '陈刚', roles: ['handler'], units: ['industry'] },
  { name: '严正', roles: ['handler'], units: ['discipline'] },
  { name: '赵敏', roles: ['supervisor'] },
]
const GROUP = '市监组'
const GROUPS = { [GROUP]: `unit:${ACCUSED}` as const, 清欠组: 'unit:industry' as const, 受理组: 'intake' as const }
/** Their own chats, and the group where they meet. */
const CHATS: ReadonlySet<string> = new Set([...VIEWERS.map(({ name }) => name), GROUP])

/** What they ask for; `{open}` is a case they may see. */
const LOOKS = [
  '/start',
  '/list',
  '/mine',
  '/due',
  '待办',
  '/find 市监局',
  '/find 举报',
  '/find 投诉',
  '/find 逾期',
  '/find 未办结',
  '/find 公章',
  '/find 窗口 退件',
  '/find 作风问题与检举控告',
  '/find 江北区',
  '/ledger csv',
  '/ledger 举报 csv',
  '/ledger 市监局 csv',
  '/ledger 纪委 csv',
  '/ledger 逾期 csv',
  '导出 本月 csv',
  '导出 未办结 含联系方式 csv',
  '周报',
  '月报',
  '{open}',
  '历史 {open}',
  '同类 {open}',
  '参考 {open}',
  '看内容 {open}',
  '更多操作 {open}',
] as const
const PRESSED = ['list:todo:0', 'list:todo:1', 'list:mine:0', 'list:due:0', 'report:week', 'report:quarter'] as const
/** What they try with a number they may have heard of. */
const TRIES = [
  '',
  '/case',
  '/find',
  '历史',
  '看内容',
  '同类',
  '参考',
  '联系方式',
  '签收',
  '附件',
  '备注',
  '模板',
] as const

async function openHouse(
  seed: number,
  cases: { readonly open: number; readonly sealed: number; readonly from: number },
) {
  const store = createMemoryStore({ folds })
  const draw = drawsOf(seed)
  const open = Array.from({ length: cases.open }, (_, i) =>
    made(draw, openShape(draw, [[ACCUSED, 'industry', 'tax'][i % 3] ?? '']), i, NOW),
  )
  const later = drawsOf(seed + 1)
  const sealed = Array.from({ length: cases.sealed }, (_, i) =>
    made(later, sealedShape(later, ACCUSED), cases.from + i, NOW),
  )
  for (const { changes } of [...open, ...sealed]) for (const one of changes) await store.appeals.commit(one)
  const stage = await createStage({ store, staff: [...VIEWERS, ...OTHERS], groups: GROUPS })
  // What is alike is read beside the first messages: who asks before that is done is shown less.
  await stage.telegram.says('刘敏', '/start')
  await pause(150)
  return { stage, store, open, sealed }
}

type House = Awaited<ReturnType<typeof openHouse>>

/** What is told, with what stands in the files that came with it. */
async function readable({ store }: House, told: readonly Heard[]): Promise<string> {
  const all: string[] = []
  for (const { chat, text, reply } of told.filter(({ chat }) => CHATS.has(chat))) {
    all.push(`${chat}| ${text} ${(reply.choices ?? []).map(({ id }) => id).join(' ')}`)
    for (const { ref, type } of reply.files ?? []) {
      const bytes = type === 'text/csv' ? await store.files.get(ref) : null
      if (bytes) all.push(new TextDecoder().decode(bytes))
    }
  }
  return all.join('\n')
}

/** Everything they can ask for, one answer after another. */
async function lookAround(house: House): Promise<readonly (readonly [string, string])[]> {
  const { stage, open } = house
  const views: (readonly [string, string])[] = []
  const shown = open.slice(0, 3).map(({ number }) => number)
  for (const { name } of VIEWERS)
    for (const [i, look] of LOOKS.entries())
      for (const room of i < 14 ? [undefined, GROUP] : [undefined]) {
        const line = look.replace('{open}', shown[i % 3] ?? '')
        const told = await stage.telegram.says(name, line, { room })
        views.push([`${name}: ${line}`, await readable(house, told)])
      }
  for (const { name } of VIEWERS)
    for (const pressed of PRESSED) {
      await stage.telegram.says(name, '/list')
      const replyTo = { channel: 'telegram', chat: name, message: stage.telegram.in(name)?.id ?? '' } as const
      const told = await stage.telegram.says(name, '', { pressed, replyTo })
      views.push([`${name}: [${pressed}]`, await readable(house, told)])
    }
  // What comes by itself, as time goes by.
  for (const days of [0.4, 1, 3]) {
    const told = await stage.wait(days)
    views.push([`after ${days} days`, await readable(house, told)])
  }
  return views
}

/** What anybody may see, and what the console shows a supervisor who works for the accused unit. */
async function published({ stage, store }: House): Promise<readonly (readonly [string, string])[]> {
  const found = await store.appeals.read({ kind: 'appeals', where: {} })
  const all = found.appeals.map(({ value }) => value)
  const register = publicRegister(all, { catalog, now: stage.now(), idOf: (number) => `x${number}` })
  const overview = createOverview({
    store: store.appeals,
    catalog,
    calendar: createWorkCalendar(publishedHolidays()),
    office: createOffice(),
    clock: { now: stage.now },
    cut,
  })
  const viewer = { id: 'staff-孙成', name: '孙成', roles: ['supervisor', 'handler'], units: [ACCUSED] } as const
  const pages: (readonly [string, string])[] = []
  for (const page of PAGES) pages.push([`console ${page}`, JSON.stringify(await overview.page(page, viewer, {}))])
  const file = await overview.exported(viewer, {}, 'csv')
  pages.push(['console export', file.ok ? new TextDecoder().decode(file.bytes) : file.why])
  return [['open register', JSON.stringify(register)], ...pages]
}

/** Two ledgers that differ in the sealed cases alone: whatever they see must not differ. */
async function compare(seed: number, sealed: number): Promise<{ views: number; wrong: string[] }> {
  const open = 12
  const [without, withThem] = [
    await openHouse(seed, { open, sealed: 0, from: 1_000 }),
    await openHouse(seed, { open, sealed, from: 1_000 }),
  ]
  const wrong: string[] = []
  const before = [...(await lookAround(without)), ...(await published(without))]
  const after = [...(await lookAround(withThem)), ...(await published(withThem))]
  for (const [i, [what, view]] of after.entries())
    if (view !== before[i]?.[1]) wrong.push(`${what}: ${difference(before[i]?.[1] ?? '', view)}`)
  const { tries, guessed } = await tryNumbers(withThem, drawsOf(seed + 2))
  return { views: after.length + tries, wrong: [...wrong, ...guessed] }
}

/** A number of a sealed case, should they have heard of it, is answered like one that was never given, or like any other unit's. */
async function tryNumbers(house: House, draw: Draw): Promise<{ tries: number; guessed: string[] }> {
  const { stage, open, sealed } = house
  const guessed: string[] = []
  let tries = 0
  const ask = async (name: string, verb: string, one: string, room?: string): Promise<string> => {
    tries += 1
    const told = await stage.telegram.says(name, `${verb} ${one}`.trim(), { room })
    return told.map(({ text }) => text.replaceAll(one, '#').replaceAll(showNumber(one), '#')).join('\n')
  }
  const elsewhere = open.find(({ unit, steps }) => unit === 'tax' && steps > 2)?.number ?? ''
  const others = new Map<string, string>()
  for (const verb of TRIES) others.set(verb, elsewhere === '' ? '' : await ask('刘敏', verb, elsewhere))
  for (const [i, { number, word }] of sealed.entries()) {
    const never = composeNumber([...String(9_000_000 + i)].map(Number))
    const { name } = pick(draw, VIEWERS)
    const room = draw(3) === 0 ? GROUP : undefined
    const verb = pick(draw, TRIES)
    const expected = await ask(name, verb, never, room)
    const answer = await ask(name, verb, number, room)
    if (answer !== expected && answer !== others.get(verb))
      guessed.push(`${name}: “${verb}”: ${difference(expected, answer)}`)
    tries += 1
    const found = await stage.telegram.says(name, `/find ${word}`, { room })
    if (found.some(({ text }) => text.includes(showNumber(number)))) guessed.push(`${name}: /find: finds it`)
  }
  return { tries, guessed }
}

/** Where two texts begin to differ. */
function difference(expected: string, seen: string): string {
  let at = 0
  while (at < seen.length && seen[at] === expected[at]) at += 1
  const part = (text: string) => text.slice(Math.max(0, at - 30), at + 60).replaceAll('\n', ' ')
  return `“${part(seen)}”, and without it “${part(expected)}”`
}

const LIFE = [
  ['王芳', '受理 #'],
  ['李娜', '派单 # 纪委'],
  ['严正', '签收 #'],
  ['严正', '开始办理 #'],
  ['赵敏', '督办 # 一周内办结'],
  ['严正', '回复 # 正在核实'],
  ['严正', '备注 # 已谈话'],
  ['严正', '补正 # 请补充时间'],
  ['企业', '是上个月十号'],
  ['严正', '继续办理 #'],
  ['严正', '办结 # 已解决 已经处理'],
  ['赵敏', '审核通过 #'],
  ['企业', '不满意，没解决'],
  ['李娜', '改派 # 清欠专班'],
  ['陈刚', '签收 #'],
  ['赵敏', '派单 # 市监局'],
] as const

/** A tip-off goes its whole way; nobody of those it is about is told a word. */
async function live(seed: number): Promise<{ steps: number; wrong: string[] }> {
  const draw = drawsOf(seed)
  const { stage } = await openHouse(seed, { open: 4, sealed: 0, from: 1_000 })
  const wrong: string[] = []
  const hear = (what: string, told: readonly Heard[]): void => {
    const heard = told.filter(({ chat }) => CHATS.has(chat))
    wrong.push(...heard.map(({ chat, text }) => `${chat} heard of “${what}”: ${text.slice(0, 80)}`))
  }
  await stage.telegram.says('刘敏', '/list') // all of them are met once
  const owner = '企业·举报人'
  const what = pick(draw, ['索要好处费两次', '故意拖着不办', '违规罚款三千元'])
  const said = `我是云州市若愚机械有限公司的司徒明，电话13900007202，在江北区。我要举报市市场监督管理局的检查人员${what}，请保密`
  for (const line of [said, '确认']) hear(line, await stage.say(owner, line))
  const number = (await stage.ledger()).find(({ kind }) => kind === 'tip-off')?.number
  if (!number) return { steps: 0, wrong: ['no tip-off was registered'] }
  let steps = 0
  for (const [who, line] of LIFE) {
    if (draw(5) === 0) continue
    const words = line.replace('#', number)
    const told = who === '企业' ? await stage.say(owner, words) : await stage.telegram.says(who, words)
    hear(line, told)
    steps += 1
    if (draw(4) === 0)
      hear(
        'time',
        (await stage.wait(pick(draw, [0.4, 1, 5]))).filter(({ reply }) => reply.about === number),
      )
  }
  return { steps, wrong }
}

const number = (many: number): string => many.toLocaleString('en')

export const row: Row = {
  minutes: 5,
  async run({ of, seed, tell }) {
    const cases = of(10_000)
    const lived = Math.max(1, Math.round(cases * LIVED))
    const wrong: string[] = []
    let [compared, views, steps] = [0, 0, 0]
    for (let round = 0; compared < cases - lived || round === 0; round++) {
      const sealed = Math.max(1, Math.min(AT_ONCE, cases - lived - compared))
      const done = await compare(seed + round * 10, sealed)
      wrong.push(...done.wrong)
      compared += sealed
      views += done.views
      if (round % 10 === 0) tell(`${number(compared)} cases, ${number(views)} views, ${wrong.length} wrong`)
    }
    for (let i = 0; i < lived; i++) {
      const done = await live(seed + i)
      wrong.push(...done.wrong)
      steps += done.steps
    }
    const total = compared + lived
    const saw = `${number(total)} confidential cases, ${number(views)} views of the accused (${number(lived)} of the cases lived through ${number(steps)} acts), ${wrong.length} gave one away`
    return {
      saw: wrong.length > 0 ? `${saw}: ${[...new Set(wrong)].slice(0, 4).join('; ')}` : saw,
      ok: wrong.length === 0,
    }
  },
  bites: [
    broken({
      name: 'whom a sealed case is against is not asked for in lists and exports (notAgainst)',
      file: 'bot/model/filter.ts',
      find: '(notAgainst === undefined || !isSealedAgainst(appeal, notAgainst)) &&',
      put: '',
      row: 'accused',
      share: 0.005,
      tells: /gave one away: .*钱进/u,
    }),
    broken({
      name: 'the unit complained of counts as any other',
      file: 'bot/model/filter.ts',
      find: '  if (isSealedAgainst(appeal, units)) return false\n',
      put: '',
      row: 'accused',
      share: 0.005,
      tells: /gave one away/u,
    }),
  ],
}
