import { createHash, randomInt } from 'node:crypto'
import { expect, it, onTestFinished } from 'vitest'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { createHttp } from '../../adapters/http/index.ts'
import { createOffice } from '../../adapters/office/index.ts'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { createOfficialAccount } from '../../adapters/wechat-official/index.ts'
import { createApp } from '../../bot/app.ts'
import { folds } from '../../bot/appeal/history.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { createRecordIndex } from '../../knowledge/approved/records.ts'
import { createKnowledgeBase, cut, simplify } from '../../knowledge/index.ts'
import { createFakeWeChatApi, type Follower } from '../fakes/wechat-official/index.ts'
import { FIXTURES } from '../knowledge/folder.ts'
import { hurried } from '../telegram/hurried.ts'

const APPEAL =
  '我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密'

/** A few policies, read once: these tests are about something else. */
const documents = createKnowledgeBase({ folder: FIXTURES })

/** The whole bot, with its ledger in memory, on the official account alone. */
async function openHouse() {
  const clock = hurried(1)
  const wechat = await createFakeWeChatApi({ now: () => Date.parse(clock.now()) })
  const store = createMemoryStore({ folds })
  const { id, secret, token, aesKey, apiRoot } = wechat.official
  const trouble: unknown[] = []
  const account = createOfficialAccount({
    ...{ id, secret, token, aesKey, apiRoot, clock },
    keep: (...file) => app.keep(...file),
    fetch: (ref) => store.files.get(ref),
    onHealth: (health) => app.health('official', health),
    log: () => {},
  })
  const app = createApp({
    store: store.appeals,
    outbox: store.outbox,
    files: store.files,
    office: createOffice(),
    directory: { identify: (_, sender) => Promise.resolve({ id: store.pseudonym(sender), roles: [], units: [] }) },
    knowledge: await documents,
    questions: createRecordIndex({ cut }),
    cut,
    simplify,
    catalog,
    holidays: publishedHolidays(),
    clock,
    channels: [account],
    reach: () => [],
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    random: (below) => randomInt(below),
    onTrouble: (error) => trouble.push(error),
  })
  const http = createHttp({
    host: '127.0.0.1',
    port: 0,
    routes: { '/wechat/official': (request) => account.handler(request) },
  })
  const { port } = await http.listen()
  const stop = new AbortController()
  const running = app.run(stop.signal)
  onTestFinished(async () => {
    stop.abort()
    await running
    await wechat.close()
    void http.close()
  })
  await wechat.official.connect(`http://127.0.0.1:${port}/wechat/official`)
  await wechat.until(() => wechat.official.menu !== undefined)
  return { wechat, trouble }
}

/** Says it, and reads what is answered to the very call. */
async function asks(person: Follower, text: string): Promise<string> {
  const before = person.heard.length
  expect((await person.says(text)).answer, text).toBe('passive')
  return person.heard[before]?.text ?? ''
}

it('takes in an appeal from the first word to its number, each answer within the call', async () => {
  const { wechat, trouble } = await openHouse()
  const tang = wechat.official.person('唐宁', { stranger: true })
  expect(await tang.follows()).toMatchObject({ answer: 'passive' })
  expect(await tang.clicks('我要反映')).toMatchObject({ answer: 'passive' })
  await asks(tang, APPEAL)
  await tang.until('同意')
  await asks(tang, '同意')
  await tang.until('请核对')
  await tang.sends({ as: 'image', bytes: Buffer.from('退件通知') })
  await asks(tang, '确认')
  expect((await tang.until('已登记，编号')).text).toMatch(/QQ-[\w-]+/)
  expect(tang.heard.every(({ road }) => road !== 'notice')).toBe(true)
  expect(trouble).toEqual([])
})

it('answers forty people at once, each within the call', async () => {
  const { wechat } = await openHouse()
  const people = Array.from({ length: 40 }, (_, i) => wechat.official.person(`企业${i}`))
  const answers = await Promise.all(people.map((person) => asks(person, '你好')))
  expect(answers.every((answer) => answer !== '')).toBe(true)
  expect(people.every(({ heard }) => heard.filter(({ road }) => road === 'passive').length === 1)).toBe(true)
})
