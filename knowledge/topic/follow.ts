import { referenceTo } from '../ask/quote.ts'
import type { Answer, Topic } from '../passage.ts'
import { normalize } from '../text/normalize.ts'
import { LONGEST } from '../text/split.ts'
import { type Aspect, aspectIn } from './aspects.ts'
import type { Library } from './library.ts'
import { aspectOf, toldAs, withWords } from './parts.ts'
import type { Rewritten } from './settle.ts'
import { ofAnotherPlace } from './sibling.ts'
import { atThatTime } from './then.ts'
import { audienceIn, goesOn, matterOf, subjectOf, withoutAudience } from './words.ts'

/** Longer lines are whole questions, in characters. */
const LONGEST_HALF = 24
const LONGEST_SUBJECT = 8
const ARTICLE = /第[零〇一二三四五六七八九十百千\d]{1,8}条(?:之[一二三四五六七八九十\d]+)?/u

/** A half sentence about what was spoken of; undefined where a question stands by itself. */
export function follow(library: Library, question: string, about: Topic, on: string): Answer | Rewritten | undefined {
  const document = library.numberOf(about.document)
  if (document === undefined || question.length > LONGEST_HALF || question === about.question) return undefined
  const otherwise =
    atThatTime(library, question, about, document, on) ?? ofAnotherPlace(library, question, about, document)
  if (otherwise) return otherwise
  const matter = matterOf(about.question)
  const aspect = aspectIn(normalize(question))
  const own = subjectOf(question)
  if (!isHalf(question, own, aspect, matter)) return undefined

  const article = ARTICLE.exec(question)?.[0]
  if (article) return articleOf(library, document, article)
  const whole = wholeQuestion(question, own, matter)
  const forWhom = withoutAudience(own) === ''
  const told = aspect
    ? aspectOf(library, document, aspect, `${about.question} ${own}`).filter(
        ({ passage }) => !forWhom || normalize(passage.text).includes(own),
      )
    : withWords(library, document, own, about.question)
  const follows = { question: whole }
  const answer = toldAs(told, follows)
  if (answer) return answer
  // With a subject of its own it may as well be a whole question.
  if (!forWhom && !goesOn(question)) return undefined
  return {
    question: whole,
    fallback: true,
    follows: { ...follows, missing: referenceTo(library.facts(document)) },
    must: { aspect, words: own, loosely: own !== '' && forWhom },
  }
}

function isHalf(question: string, own: string, aspect: Aspect | undefined, matter: string): boolean {
  if (ARTICLE.test(question)) return subjectOf(question.replace(ARTICLE, '')) === ''
  const beyond = withoutAudience(own)
  if (beyond === '') return aspect !== undefined || (own !== '' && goesOn(question))
  if (normalize(matter).includes(beyond)) return aspect !== undefined || goesOn(question)
  return goesOn(question) && aspect === undefined && beyond.length <= LONGEST_SUBJECT
}

/** The matter spoken of and what is asked of it now; another audience takes the place of the one before. */
function wholeQuestion(question: string, own: string, matter: string): string {
  const kept = audienceIn(own).length > 0 ? withoutAudience(matter) : matter
  const asked = question
    .replace(/^(?:那么?(?!个体)|那(?=个体)|请问|还有|这个|[它该])+/u, '')
    .replace(/(?:的?[呢吗吧啊])?[\s?？。!！]*$/u, '')
  return asked.includes(kept) ? asked : `${kept} ${asked}`.trim()
}

/** Where a document has no articles, its third heading (三、…) is meant by 第三条. */
function articleOf(library: Library, document: number, article: string): Answer | Rewritten {
  const facts = library.facts(document)
  const question = `《${facts.title}》${article}`
  const sections = library.sections(document)
  const number = Number(/\d+/u.exec(normalize(article))?.[0])
  const numeral = '一二三四五六七八九十'[number - 1]
  const headed = sections.filter(
    ({ headings }) => numeral !== undefined && headings.some((heading) => heading.startsWith(`${numeral}、`)),
  )
  const [first, ...rest] = sections.some((section) => section.article) ? [] : headed
  const whole = (section: typeof first & object) =>
    library.quote(document, section, { start: 0, end: Math.min(section.text.length, LONGEST) })
  const follows = { question }
  if (first) return { kind: 'found', confidence: 1, passages: [whole(first), ...rest.map(whole)], follows }
  return { question, fallback: true, follows: { question, missing: referenceTo(facts) } }
}
