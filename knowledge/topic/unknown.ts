import { lookUp } from '../ask/cite.ts'
import type { Generation } from '../generation/index.ts'
import type { Answer, Topic } from '../passage.ts'
import type { Rewritten } from './settle.ts'

const NUMBER = '[零〇一二三四五六七八九十百千\\d]{1,8}条(?:之[一二三四五六七八九十\\d]+)?'
const CITED = new RegExp(
  `^(?:请问|问一?下|查一?下|查查|看看|根据|按照?|依据?)*(《[^《》]{2,60}》|(?![这该本此那它])[\\p{Script=Han}]{1,40}?(?:法典|法|条例|规定|办法|细则|解释))(?:的|里|中)?(第?)(${NUMBER})(.*)$`,
  'u',
)
/** What is asked of an article as such; more is a question of its own. */
const AS_SUCH =
  /^(?:第[一二三四五六七八九十\d]+[款项])?(?:是|的|里|都|主要|具体|到底)*(?:怎么)?(?:讲|说|写|规定|内容|意思|什么|啥|哪些|了|的|是|呢|吗|吧)*[\s?？。!！]*$/u

/**
 * An article asked for by law and number that is neither here nor told by any document: nothing else is an answer to it.
 * 1165条 without 第 is asked again with it. Undefined where the article is here, or something else is asked.
 */
export function unknownArticle(generation: Generation, question: string, on: string): Answer | Rewritten | undefined {
  const [, law, ordinal, number, rest = ''] = CITED.exec(question.replace(/\s/g, '')) ?? []
  if (!law || !number || !AS_SUCH.test(rest)) return undefined
  const whole = `${law}第${number}`
  if (lookUp(generation, whole, on)) return ordinal ? undefined : { question: whole, fallback: true }
  return {
    kind: 'unsure',
    confidence: 0,
    unknown: law.startsWith('《') ? whole : `《${law}》第${number}`,
    passages: [],
  }
}

const ALONE = new RegExp(`^(?:那|再看|还有|看看)*第(${NUMBER})(.*)$`, 'u')

/** “第二十五条呢” after an article of a law: the law's. What is a part of the document spoken of is its own matter. */
export function anotherArticle(generation: Generation, question: string, about: Topic | undefined): string | undefined {
  const spoken = about && generation.numberOf(about.document)
  if (!about || spoken === undefined) return undefined
  const law = CITED.exec(about.question.replace(/\s/g, ''))?.[1]
  const [, number, rest = ''] = ALONE.exec(question.replace(/\s/g, '')) ?? []
  if (!law || !number || !AS_SUCH.test(rest)) return undefined
  return law.includes(generation.document(spoken).source.title) ? undefined : `${law}第${number}`
}
