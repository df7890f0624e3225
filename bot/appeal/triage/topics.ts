import type { AppealNumber } from '../../model/appeal.ts'
import { mask } from '../redact.ts'
import { type Terms, termsOf, unit } from './terms.ts'

export interface TopicItem {
  readonly number: AppealNumber
  /** What is told, best without the names its teller gave as his own (`maskTold`). */
  readonly text: string
  /** The category's name, as it is to be read in the label. */
  readonly category: string
}

export interface HotTopic {
  /** The category and the words that tell these from the rest: 拖欠账款 · 工程款、样例小区. */
  readonly label: string
  readonly numbers: readonly AppealNumber[]
}

/** So many alike make a topic. */
const FEWEST = 3
/** From so alike on, measured against all that a topic holds, an appeal joins it. */
const JOINS = 0.33
/** A word of the label stands in this share of the topic's appeals. */
const COMMON = 0.5
const LABEL_WORDS = 3
/** So many of the rarest words of an appeal find the topics it may join. */
const SEARCHED = 10

interface Cluster {
  readonly numbers: AppealNumber[]
  readonly category: string
  /** The sum of its appeals, and the square of its length. */
  readonly sum: Map<string, number>
  square: number
  /** In how many of them a word stands. */
  readonly counts: Map<string, number>
}

/** Said in any appeal, so that it labels none. */
const EMPTY =
  /^(?:我们|你们|他们|公司|企业|单位|老板|现在|至今|一直|已经|没有|没人|不给|不让|不能|怎么|什么|问题|情况|时候|时间|希望|请求|解决|处理|反映|投诉|举报|政府|部门|有关|相关|领导|工作|人员|工作人员|今年|去年|昨天|今天|最近|几个|半年|一年|两年|个月|因为|所以|但是|还是|就是|可以|需要|进行|影响|严重|尽快|帮忙|麻烦|谢谢|您好|你好|.*[\d*].*)$/u

/**
 * What many tell of in a period: appeals of one category are put together where their words are alike, each with the topic
 * it is most like, in the order given. The largest first. Five thousand take less than a second.
 */
export function hotTopics(items: readonly TopicItem[], cut: (text: string) => string[]): HotTopic[] {
  const read = items.map(({ number, text, category }) => ({ number, category, terms: wordsOf(text, cut) }))
  const spread = new Map<string, number>()
  for (const { terms } of read) for (const term of terms.keys()) spread.set(term, (spread.get(term) ?? 0) + 1)
  const rarity = (term: string): number => Math.log(1 + items.length / (spread.get(term) ?? 1))

  const clusters: Cluster[] = []
  const places = new Map<string, Set<Cluster>>()
  for (const { number, category, terms } of read) {
    // A word of one appeal alone makes it like no other.
    const shared = [...terms].filter(([term]) => (spread.get(term) ?? 0) > 1)
    const vector = unit(new Map(shared.map(([term, n]) => [term, n * rarity(term)])))
    const near = searched(vector, spread).flatMap((term) => [...(places.get(`${category} ${term}`) ?? [])])
    const best = mostAlike(vector, new Set(near))
    const cluster = best ?? { numbers: [], category, sum: new Map(), square: 0, counts: new Map() }
    if (!best) clusters.push(cluster)
    join(cluster, number, vector)
    for (const term of vector.keys()) {
      const key = `${category} ${term}`
      const there = places.get(key)
      if (there) there.add(cluster)
      else places.set(key, new Set([cluster]))
    }
  }
  return clusters
    .filter(({ numbers }) => numbers.length >= FEWEST)
    .sort((a, b) => b.numbers.length - a.numbers.length)
    .map((cluster) => ({ label: labelOf(cluster, rarity), numbers: cluster.numbers }))
}

function wordsOf(text: string, cut: (text: string) => string[]): Terms {
  return unit(
    new Map([...termsOf(mask(text), cut).keys()].filter((term) => !EMPTY.test(term)).map((term) => [term, 1])),
  )
}

function searched(vector: Terms, spread: ReadonlyMap<string, number>): readonly string[] {
  return [...vector.keys()].sort((a, b) => (spread.get(a) ?? 0) - (spread.get(b) ?? 0)).slice(0, SEARCHED)
}

function mostAlike(vector: Terms, near: ReadonlySet<Cluster>): Cluster | undefined {
  let best: { readonly cluster: Cluster; readonly score: number } | undefined
  for (const cluster of near) {
    let product = 0
    for (const [term, n] of vector) product += n * (cluster.sum.get(term) ?? 0)
    const score = product / (Math.sqrt(cluster.square) || 1)
    if (score >= JOINS && score > (best?.score ?? 0)) best = { cluster, score }
  }
  return best?.cluster
}

function join(cluster: Cluster, number: AppealNumber, vector: Terms): void {
  cluster.numbers.push(number)
  for (const [term, n] of vector) {
    const before = cluster.sum.get(term) ?? 0
    cluster.square += n * (2 * before + n)
    cluster.sum.set(term, before + n)
    cluster.counts.set(term, (cluster.counts.get(term) ?? 0) + 1)
  }
}

/** The words most of them have and others have not; of words one within another the longest. */
function labelOf({ category, numbers, counts }: Cluster, rarity: (term: string) => number): string {
  const words = [...counts]
    .filter(([term, count]) => count >= Math.max(2, COMMON * numbers.length) && !category.includes(term))
    .sort((a, b) => b[1] * rarity(b[0]) - a[1] * rarity(a[0]) || b[0].length - a[0].length)
    .map(([term]) => term)
  const longest = words.filter((word) => !words.some((other) => other !== word && other.includes(word)))
  return [category, longest.slice(0, LABEL_WORDS).join('、')].filter(Boolean).join(' · ')
}
