import type { Suggestion } from '../../dialogue/desk.ts'
import type { AppealKind } from '../../model/appeal.ts'
import type { Catalog } from '../../model/catalog.ts'
import { dispatchText } from '../../texts/zh-cn.ts'
import { dangerIn } from './danger.ts'

/** What a message is, and whom it concerns. */
export interface Triage {
  /** `consultation` asks and does not tell, `chat` does neither; what tells is a complaint, tip-off, help or suggestion. */
  readonly kind: AppealKind | 'chat'
  /** Holds a question a policy document might answer. */
  readonly asks: boolean
  /** Tells of a grievance or a request that should be registered. */
  readonly tells: boolean
  readonly category: string
  readonly unit: string
  /** The words that decided category and kind, the loudest first. */
  readonly why: readonly string[]
}

type Words = Readonly<Record<string, number>>
interface Score {
  readonly sum: number
  readonly words: readonly string[]
}

const MAX_TEXT = 2000
const THRESHOLD = 1
/** An official who is given something is read as 以权谋私, whatever the words for it. */
const OFFICIAL_TAKES =
  /(?:局长|科长|处长|书记|村支书|主任|所长|镇长|乡长|队长|干部|领导|专管员|评委|验收的人|检查的人|执法的).{0,12}(?:收了|收钱|要钱|要我们.{0,8}给|给他|送他|拿了|好处|白吃|白拿|一辆车|条烟|入股|分红)/

/**
 * Reads a message by the catalogue's words and a few signs of structure. Pure counting: every word counts once, a heavier one
 * louder, and a word of one Chinese character only where `cut` makes it a word of its own. Beyond 2,000 characters nothing is read.
 * Where the words say little of the category, or staff have often put it right, `learned` decides it; no rule gives way to it.
 */
export function triage(
  text: string,
  catalog: Catalog,
  cut: (text: string) => string[],
  learned?: (text: string) => Suggestion | undefined,
): Triage {
  const said = fold(text)
  const line = OFFICIAL_TAKES.test(said) ? `${said} 以权谋私` : said
  const tokens = new Set(cut(line))
  const score = (words: Words): Score => scoreOf(words, line, tokens)

  const categories = catalog.categories.map(({ id, words }) => ({ value: id, ...score(words) }))
  const category = best(categories)
  const heard = bearing(line, catalog, score, category !== undefined && category.sum >= THRESHOLD)
  // Danger is told, whatever else the words say; what only asks may be a question of law about it.
  const danger = heard.asks && !heard.tells ? null : dangerIn(text, catalog)
  const { asks, tells } = danger ? { asks: false, tells: true } : heard
  const kind = danger
    ? { value: 'help' as const, words: [danger] }
    : tells
      ? kindOf(catalog, score)
      : { value: asks ? ('consultation' as const) : ('chat' as const), words: [] }
  const found = category && category.sum >= THRESHOLD && kind.value !== 'chat' ? category : undefined
  const byWords = (kind.value === 'tip-off' && misconductOf(said, catalog)) || found
  const lesson = danger || kind.value === 'chat' ? undefined : lessonFor(said, categories, byWords, catalog, learned)
  const id = lesson?.category ?? byWords?.value ?? catalog.otherwise
  const unit = catalog.categories.find((one) => one.id === id)?.unit ?? catalog.units[0]?.id ?? ''
  const short = catalog.units.find((one) => one.id === unit)?.short ?? unit
  const because = lesson ? [dispatchText.learnedFrom(lesson.words, short)] : (byWords?.words ?? [])
  return {
    kind: kind.value,
    asks,
    tells,
    category: id,
    unit,
    why: [...new Set([...because, ...kind.words])].slice(0, 5),
  }
}

/** Who reports one of the eight kinds of misconduct reports that, whatever the business it happened in. */
function misconductOf(said: string, { misconduct, categories }: Catalog): (Score & { value: string }) | undefined {
  const words = misconduct?.words.filter((word) => said.includes(word)) ?? []
  const its = categories.find(({ unit }) => unit === misconduct?.unit)
  return its && words.length > 0 ? { value: its.id, sum: words.length * CLEAR.sum, words } : undefined
}

/** The catalogue speaks clearly from such a sum on, so far ahead of the next category. */
const CLEAR = { sum: 5, ahead: 3 }
/** What was learned decides where the catalogue speaks, but not clearly, when it is so much likelier than the next. */
const SURE = 0.5
/** And where the catalogue speaks clearly, when staff have put so many like it right. */
const OFTEN = 3

/**
 * What was learned, where it is to decide. Measured on tests/fixtures/triage.json, learning from all lines but the one read
 * (tests/appeal/learned.test.ts prints it).
 */
function lessonFor(
  said: string,
  categories: readonly (Score & { readonly value: string })[],
  byWords: (Score & { readonly value: string }) | undefined,
  catalog: Catalog,
  learned: ((text: string) => Suggestion | undefined) | undefined,
): Suggestion | undefined {
  if (!learned || isRuled(said, byWords?.value, catalog)) return undefined
  const lesson = learned(said)
  if (!lesson || lesson.category === byWords?.value) return undefined
  if (!catalog.categories.some(({ id }) => id === lesson.category)) return undefined
  if (!byWords) return lesson
  if (lesson.margin < SURE) return undefined
  const next = Math.max(0, ...categories.filter((one) => one.value !== byWords.value).map(({ sum }) => sum))
  const clear = byWords.sum >= CLEAR.sum && byWords.sum - next >= CLEAR.ahead
  return !clear || lesson.corrected >= OFTEN ? lesson : undefined
}

/** A rule has it: misconduct, or a row of the routing table that names its category and one of its words. */
function isRuled(said: string, category: string | undefined, { misconduct, routes }: Catalog): boolean {
  if (misconduct?.words.some((word) => said.includes(word))) return true
  return routes.some(
    (row) =>
      row.category !== undefined &&
      row.category === category &&
      (row.words?.some((word) => said.includes(word)) ?? false),
  )
}

/**
 * Words of telling decide first. Beyond them, what is no question is a statement, and a statement is made to be heard; a bare
 * topic (注销流程) asks for it.
 */
function bearing(
  line: string,
  catalog: Catalog,
  score: (words: Words) => Score,
  onTopic: boolean,
): { asks: boolean; tells: boolean } {
  if (isSmallTalk(line, catalog)) return { asks: false, tells: false }
  const asks = score(catalog.cues.asks).sum + (ENDS_IN_NOT.test(line.trim()) ? 1 : 0) >= THRESHOLD
  const tells = score(catalog.cues.tells).sum + signsOfTelling(line, catalog.cues.asks) >= THRESHOLD
  if (tells || asks) return { asks, tells }
  const statement =
    (line.length >= 13 && /\p{Script=Han}/u.test(line)) || (onTopic && line.length >= 5 && STATES.test(line))
  return { asks: onTopic && !statement, tells: statement }
}

/** Nothing is left once greetings, thanks and signs are taken away. */
function isSmallTalk(line: string, { kinds }: Catalog): boolean {
  const words = kinds.flatMap(({ kind, words }) => (kind === 'chat' ? Object.keys(words) : []))
  const rest = words
    .sort((a, b) => b.length - a.length)
    .reduce((left, word) => left.replaceAll(word, ''), line)
    .replace(/[^\p{L}\p{N}]|[吗呀啊了的哈您你]/gu, '')
  return rest.length === 0
}

function kindOf(catalog: Catalog, score: (words: Words) => Score): { value: AppealKind; words: readonly string[] } {
  const scores = catalog.kinds.flatMap(({ kind, words }) =>
    kind === 'chat' || kind === 'consultation' ? [] : [{ value: kind, ...score(words) }],
  )
  const first = best(scores)
  return first && first.sum > 0 ? first : { value: 'complaint', words: [] }
}

/** 要签合同不 */
const ENDS_IN_NOT = /[^从就也都还才并](?:不|没有?)$/
/** Particles and verbs that a bare topic does not have. */
const STATES = /[了不没就都让被把我还也又在给来去说要太着过得着往老整急求别]/
const OWN = /(?:我们?|本|俺们?|咱们?)(?:公司|企业|单位|厂|店|家)|我司/
const SPAN = '[\\d一二两三四五六七八九十几半好多]{1,4}[多来]?个?(?:年|月|天|周|星期|小时|上午)[半多]?'
const ELAPSED = new RegExp(`了(?:快|近|将近)?${SPAN}|${SPAN}(?:了|没|都|还|不|一)`)
const COUNTED = /(?:[\d一二两三四五六七八九十几好多]{1,4})(?:多|来)?(?:趟|次|遍|拨|回|家)/
const MONEY = /[\d一二两三四五六七八九十几百千]{1,8}(?:多)?(?:万|元|块)/
const PHONE = /(?<!\d)1[3-9]\d{9}(?!\d)/
const SENTENCE_ENDS = /[。!?;\n]/
const CLAUSE_ENDS = /[。!?;,、\s]/

/**
 * What a person who has a trouble does beside choosing words: he names his own firm, counts days, visits and money, goes on at
 * length, calls out. A short line that ends in a question, and is nothing but one sentence, more likely asks in general.
 */
function signsOfTelling(line: string, askWords: Words): number {
  let signs = 0
  if (OWN.test(line)) signs += 0.5
  if (ELAPSED.test(line)) signs += 1
  if (COUNTED.test(line)) signs += 0.4
  if (MONEY.test(line)) signs += 0.3
  if (PHONE.test(line)) signs += 1
  if (line.length > 45) signs += 0.4
  if (line.length > 60) signs += 0.4
  if (line.length > 100) signs += 1
  if (line.length > 160) signs += 1
  const sentences = line.split(SENTENCE_ENDS).filter((sentence) => sentence.trim().length > 1)
  if (sentences.length > 2) signs += 0.8
  if (/\n/.test(line.trim())) signs += 0.5
  if (sentences.length <= 2 && line.length <= 90 && endsAsking(line, askWords)) signs -= 1
  return signs
}

function endsAsking(line: string, askWords: Words): boolean {
  if (/\?\s*$/.test(line)) return true
  const last = line.split(CLAUSE_ENDS).findLast((clause) => clause.length > 0) ?? ''
  return Object.entries(askWords).some(([word, weight]) => weight >= 1 && last.includes(word))
}

function scoreOf(words: Words, line: string, tokens: ReadonlySet<string>): Score {
  const found = listed(words).filter(([word, , alone]) => (alone ? tokens.has(word) : line.includes(word)))
  return {
    sum: found.reduce((total, [, weight]) => total + weight, 0),
    words: found
      .filter(([, weight]) => weight > 0)
      .sort(([, a], [, b]) => b - a)
      .map(([word]) => word),
  }
}

/** Makes a question wherever it stands; some cutters leave it out. */
const ASKING = /^吗$/u

type Listed = readonly (readonly [word: string, weight: number, alone: boolean])[]
const lists = new WeakMap<Words, Listed>()

/** The words with their weights; `alone`: one character, which must be a word of its own. Worked out once, for there are a thousand. */
function listed(words: Words): Listed {
  const known = lists.get(words)
  if (known) return known
  const list = Object.entries(words).map(([word, weight]) => {
    const alone = word.length === 1 && !ASKING.test(word) && /\p{Script=Han}/u.test(word)
    return [word, weight, alone] as const
  })
  lists.set(words, list)
  return list
}

function best<T extends { readonly sum: number }>(scores: readonly T[]): T | undefined {
  return scores.reduce<T | undefined>((first, next) => (first && first.sum >= next.sum ? first : next), undefined)
}

function fold(text: string): string {
  return text.slice(0, MAX_TEXT).normalize('NFKC').toLowerCase()
}
