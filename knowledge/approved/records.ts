import MiniSearch from 'minisearch'
import { normalize } from '../text/normalize.ts'
import { compareAspects, conflicts, SAME } from './likeness.ts'

export interface Similar {
  readonly id: string
  /** From 0, nothing in common, to 1, the same in every word. */
  readonly score: number
}

/** Short texts that change one at a time (questions, appeals), found by likeness. */
export interface RecordIndex {
  readonly size: number
  /** An id that is there already gets this text instead. */
  add(id: string, text: string): void
  /** One that is not there is no mistake. */
  remove(id: string): void
  /** The most alike first, at most `limit` of them, none that has nothing in common. */
  similar(text: string, limit?: number): readonly Similar[]
  /** The one that asks or tells the same in other words, if one is alike enough. */
  alike(text: string): string | undefined
}

export interface RecordIndexOptions {
  readonly cut: (text: string) => string[]
  /** Words that mean the same, a group each. */
  readonly synonyms?: readonly (readonly string[])[]
  /** From which score on two are taken to be the same. */
  readonly from?: number
}

/**
 * Measured on pairs of questions (tests/knowledge/records.test.ts prints it): above this line hardly anything is put
 * together that asks something else, which would hide a question from staff; a pair left apart only stands in two lines.
 */
export const ALIKE = 0.61
/** MiniSearch ranks well enough that the most alike is among these. */
const CANDIDATES = 12
/** So many terms of a question find the candidates. */
const SEARCHED = 12
/** “How much” is not “how”; and a question that names no side of its matter may mean any. */
const ASPECT = { same: 1, 'one-sided': 0.8, different: 0.5 } as const
/** As if so many other records were known, in which a term is as likely as chance: so the first few are weighed evenly. */
const PRIOR = 40

/**
 * An index on MiniSearch. It finds the candidates; what they score is the weight of the terms (words, and pairs of
 * neighbouring characters) that two texts share, of all they have (the root of Dice), rare terms weighing more. Where each has
 * words of which the other has nothing, one was put in the place of another, and that makes it another matter; where only
 * one has more words, it just says more. And less where they name other numbers or places, deny what the other says, or
 * want to know something else (how much, not how).
 */
export function createRecordIndex({ cut, synonyms = [], from = ALIKE }: RecordIndexOptions): RecordIndex {
  const search = new MiniSearch<{ id: string; terms: readonly string[] }>({
    fields: ['terms'],
    extractField: (record, field) => (field === 'id' ? record.id : record.terms.join(' ')),
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
    autoVacuum: { minDirtCount: 200, minDirtFactor: 0.2, batchSize: 200, batchWait: 10 },
  })
  const texts = new Map<string, Text>()
  const counts = new Map<string, number>()
  const sameWord = replacer([...SAME, ...synonyms])

  function read(text: string): Text {
    const normal = sameWord(normalize(text))
    const topic = topicOf(normal)
    const words = new Set(cut(topic).filter((word) => !/\s/u.test(word)))
    return { normal, topic, words, terms: new Set([...words, ...pairsOf(topic)]) }
  }
  const count = (term: string, by: number): void => {
    const now = (counts.get(term) ?? 0) + by
    if (now > 0) counts.set(term, now)
    else counts.delete(term)
  }
  const weight = (term: string): number => Math.log(1 + (texts.size + PRIOR) / ((counts.get(term) ?? 0) + 1))
  const sum = (terms: Iterable<string>): number => [...terms].reduce((all, term) => all + weight(term), 0)

  function score(a: Text, b: Text): number {
    const both = sum(a.terms) + sum(b.terms)
    if (both === 0) return 0
    const shared = (2 * sum([...a.terms].filter((term) => b.terms.has(term)))) / both
    const replaced = Math.min(alone(a, b), alone(b, a))
    const aspect = ASPECT[compareAspects(a.normal, b.normal)]
    return Math.sqrt(shared) * (1 - replaced) ** 2 * conflicts(a.normal, b.normal) * aspect
  }

  /** How much of a text is said by words of which the other has nothing. */
  function alone(a: Text, b: Text): number {
    const foreign = [...a.words].filter((word) => [...word].some((character) => !b.topic.includes(character)))
    return a.words.size === 0 ? 0 : sum(foreign) / sum(a.words)
  }

  /** Of the terms that any record has, those of the fewest: what is alike has some of them, and the frequent only cost time. */
  function rarest(terms: ReadonlySet<string>): readonly string[] {
    const known = [...terms].filter((term) => counts.has(term))
    return known.sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0)).slice(0, SEARCHED)
  }

  function remove(id: string): void {
    const known = texts.get(id)
    if (!known) return
    for (const term of known.terms) count(term, -1)
    texts.delete(id)
    search.discard(id)
  }

  function similar(text: string, limit: number = CANDIDATES): readonly Similar[] {
    const asked = read(text)
    if (asked.terms.size === 0) return []
    const candidates = search.search(rarest(asked.terms).join(' ')).slice(0, Math.max(limit, CANDIDATES))
    return candidates
      .flatMap(({ id }) => {
        const known = texts.get(id)
        return known ? [{ id: id as string, score: score(asked, known) }] : []
      })
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
  }

  return {
    get size() {
      return texts.size
    },
    add(id, text) {
      remove(id)
      const known = read(text)
      texts.set(id, known)
      for (const term of known.terms) count(term, 1)
      search.add({ id, terms: [...known.terms] })
    },
    remove,
    similar,
    alike(text) {
      const [best] = similar(text, 1)
      return best && best.score >= from ? best.id : undefined
    },
  }
}

interface Text {
  readonly normal: string
  /** Without the words that only make it a question. */
  readonly topic: string
  readonly words: ReadonlySet<string>
  /** The words, and the pairs of neighbouring characters, which need no dictionary. */
  readonly terms: ReadonlySet<string>
}

const SHELL =
  /请问|咨询(?:一下)?|想(?:问|知道|了解|要)?(?:一下)?|麻烦|你们?好|您好|谢谢|我们?|[一两几][只家个台辆间名份条项次]|哪个?部门|几天|需要|准备|符合|条件|材料|资料|证件?(?![明书券监])|流程|标准|金额|额度|步骤|多长时间|什么时候|何时|多少钱?|多久|怎么样?|如何|怎样|什么|哪[些个里儿]?|最高|按|[吗呢吧啊呀的了]|有没有|没有$|能不能|可不可以|是不是|是否|能否|可以|享受|办理|去|有|要|能|会|是|和|与|在|得|给|办/gu

const topicOf = (normal: string): string => normal.replace(SHELL, ' ').trim()

function pairsOf(topic: string): string[] {
  const runs = topic.match(/\p{Script=Han}+|[a-z0-9]+/gu) ?? []
  return runs.flatMap((run) => {
    const characters = [...run]
    return characters.slice(1).map((character, i) => `${characters[i]}${character}`)
  })
}

/** Replaces every word that has a group by the first of it, the longest first. */
function replacer(groups: readonly (readonly string[])[]): (text: string) => string {
  const first = new Map(groups.flatMap(([name, ...others]) => others.map((other) => [other, name ?? other] as const)))
  if (first.size === 0) return (text) => text
  const words = [...first.keys()].sort((a, b) => b.length - a.length)
  const pattern = new RegExp(words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&')).join('|'), 'gu')
  return (text) => text.replace(pattern, (word) => first.get(word) ?? word)
}
