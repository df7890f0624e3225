import { beforeAll, describe, expect, it } from 'vitest'
import { type Answer, createKnowledgeBase, type Passage } from '../../knowledge/index.ts'
import { golden, SAMPLES } from './golden.ts'

const ON = '2026-11-22'
/** What a reply shows. */
const SHOWN = 3

const shownOf = (answer: Answer): readonly Passage[] => answer.passages.slice(0, SHOWN)
const wordsOf = ({ title, headings, text }: Passage) => [title, ...headings, text].join('\n')
const share = (all: readonly boolean[]) => all.filter(Boolean).length / all.length

const samples = createKnowledgeBase({ folder: SAMPLES })

describe('what entrepreneurs ask of the sample documents', () => {
  let asked: readonly { question: string; document: string | null; must: readonly string[]; answer: Answer }[]
  beforeAll(async () => {
    const knowledge = await samples
    asked = golden.map((entry) => ({ ...entry, must: entry.must ?? [], answer: knowledge.ask(entry.question, ON) }))
  }, 60_000)
  const answerable = () => asked.filter(({ document }) => document !== null)

  it('finds the right document first nine times in ten', () =>
    expect(
      share(answerable().map(({ document, answer }) => shownOf(answer)[0]?.document === document)),
    ).toBeGreaterThan(0.93))

  it('shows what was asked for', () =>
    expect(
      share(
        answerable().map(({ must, answer }) =>
          must.every((words) => shownOf(answer).some((passage) => wordsOf(passage).includes(words))),
        ),
      ),
    ).toBeGreaterThan(0.95))

  it.each([
    ['怎么注销公司', '注销登记.md'],
    ['注消公司前税要不要先清', '注销登记.md'],
    ['帐期最长多久', '账款支付期限.md'],
    ['年捡啥时候截止', '市场主体登记.md'],
    ['公基金能停缴吗 厂里实在没钱', '社保和公积金.md'],
    ['炒鱿鱼要赔多少', '辞退和经济补偿.md'],
    ['民告官要多久之内', '行政复议和诉讼.md'],
    ['VAT一般纳税人多少点', '小微企业税收.md'],
    ['咋样算围标呀', '招标投标.md'],
  ])('finds “%s” in %s, mistyped or in everyday words as it is', async (question, document) => {
    const knowledge = await samples
    expect(shownOf(knowledge.ask(question, ON)).map((passage) => passage.document)).toContain(document)
  })

  it('is sure of most of it', () =>
    expect(share(answerable().map(({ answer }) => answer.kind === 'found'))).toBeGreaterThan(0.6))

  it('does not pretend to know the rest', () => {
    const pretended = asked.filter(({ document, answer }) => document === null && answer.kind === 'found')
    // Words alone cannot tell all that is near from what is there: one in twenty is the floor.
    expect(pretended.map(({ question }) => question).slice(1)).toEqual([])
  })
})
