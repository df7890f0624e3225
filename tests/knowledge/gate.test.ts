import { describe, expect, it } from 'vitest'
import type { Answer, Passage } from '../../knowledge/passage.ts'
import { type Candidate, type GoldenQuestion, isRight, judge } from '../../knowledge/shelf/gate.ts'

const passage = (document: string, text: string): Passage => ({
  document,
  title: `${document}办法`,
  headings: ['怎么办'],
  text,
  marks: [],
  score: 1,
})
const found = (...passages: readonly [Passage, ...Passage[]]): Answer => ({ kind: 'found', confidence: 0.9, passages })
const unsure: Answer = { kind: 'unsure', confidence: 0.1, passages: [passage('a.md', '补贴一百元')] }

describe('an answer is right', () => {
  const asked = { question: '补贴多少', document: 'a.md', must: ['一百元'] }
  const [right, other] = [passage('a.md', '补贴一百元'), passage('b.md', '别的')]

  it.each<[string, Answer, boolean]>([
    ['shows the document and what it must', found(right), true],
    ['shows them third', found(other, other, right), true],
    ['shows them only further down', found(other, other, other, right), false],
    ['shows the document without what it must', found(passage('a.md', '补贴若干')), false],
    ['shows what it must, of another document', found(passage('b.md', '补贴一百元')), false],
    ['shows an article of the page', found(passage('a.md#2', '补贴一百元')), true],
    ['hedges', { kind: 'hedged', confidence: 0.4, passages: [right] }, true],
    ['is not sure, although it is near', unsure, false],
    [
      'asks which is meant, with this among them',
      { kind: 'which', confidence: 0.5, passages: [right, other], documents: [right, other] },
      true,
    ],
  ])('that %s: %#', (_, answer, expected) => expect(isRight(asked, answer)).toBe(expected))

  it('where nothing may be claimed, as long as nothing is', () => {
    const nothing = { question: '火星签证', document: null }
    expect(isRight(nothing, unsure)).toBe(true)
    expect(isRight(nothing, { kind: 'hedged', confidence: 0.4, passages: [right] })).toBe(true)
    expect(isRight(nothing, found(right))).toBe(false)
  })

  it('by its name, where a list or a card was asked for', () => {
    const [named, ref] = [
      { question: '有哪些', document: 'a.md' },
      { document: 'a.md', title: '办法' },
    ]
    const list: Answer = { kind: 'list', confidence: 1, passages: [], topic: '补贴', documents: [ref], total: 1 }
    expect(isRight(named, list)).toBe(true)
    expect(isRight(named, { kind: 'card', confidence: 1, passages: [], document: ref, parts: [] })).toBe(true)
    expect(isRight({ ...named, document: 'b.md' }, list)).toBe(false)
  })
})

describe('the gate', () => {
  const golden = (count: number): GoldenQuestion[] =>
    Array.from({ length: count }, (_, i) => ({ question: `问题${i}`, document: 'a.md' }))
  /** Answers all questions but the first `lost`. */
  const here = [{ path: 'a.md', title: 'a.md办法' }]
  const answering = (lost: number, documents: Candidate['documents'] = here): Candidate => ({
    ask: (question) => (Number(question.slice(2)) < lost ? unsure : found(passage('a.md', '好'))),
    documents,
  })
  const library = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ({ path: `${from + i}.md`, title: `办法${from + i}` }))

  it.each([
    [10, 1, true],
    [10, 2, false],
    [200, 4, true],
    [200, 5, false],
  ])('of %i questions lets %i be lost: %s', (count, lost, passed) => {
    const report = judge({ golden: golden(count), present: answering(0), next: answering(lost) })
    expect(report).toMatchObject({ passed, asked: count, right: count - lost, before: count })
  })

  it.each([
    [10, 3, true],
    [10, 4, false],
    [100, 10, true],
    [100, 11, false],
  ])('of %i documents lets %i be lost: %s', (count, lost, passed) => {
    const [present, next] = [answering(0, library(0, count)), answering(0, library(lost, count + lost))]
    expect(judge({ golden: [], present, next }).passed).toBe(passed)
  })

  it('takes no question for lost that was not answered before', () => {
    const report = judge({ golden: golden(10), present: answering(5), next: answering(5) })
    expect(report).toMatchObject({ passed: true, right: 5, lines: ['自测问题 10 个，答对 5 个'] })
  })

  it('names ten of what would be lost, and says how many more there are', () => {
    const { lines } = judge({ golden: golden(50), present: answering(0), next: answering(20) })
    expect(lines).toHaveLength(2 + 10 + 1)
    expect(lines[1]).toBe('原来答得对、现在答不对的问题：20 个（最多可以有 1）')
    expect(lines[2]).toBe('· 问题0 → 原来：《a.md办法》“好”；现在：没有把握')
    expect(lines.at(-1)).toBe('……另有 10 条')
  })

  it('forced lets everything through, and says what was lost all the same', () => {
    const report = judge({ golden: golden(10), present: answering(0), next: answering(10), force: true })
    expect(report.passed).toBe(true)
    expect(report.lines).toContain('原来答得对、现在答不对的问题：10 个')
  })

  it('has nothing to hold a first generation against, and tells what it does not answer', () => {
    const report = judge({ golden: golden(3), next: answering(1) })
    expect(report).toMatchObject({
      passed: true,
      lines: ['自测问题 3 个，答对 2 个', '没有答对的：', '· 问题0 → 没有把握'],
    })
  })

  it('takes a document for the same under another name, and says where the questions still have the old one', () => {
    const title = 'a.md办法'
    const present = answering(0)
    const next: Candidate = { ask: () => found(passage('b.md', '好')), documents: [{ path: 'b.md', title }] }
    expect(judge({ golden: golden(10), present, next })).toEqual({
      passed: true,
      asked: 10,
      right: 10,
      before: 10,
      lines: [
        '自测问题 10 个，答对 10 个',
        '自测问题里写的文件不在文件夹里，请改 _kb/golden.jsonl：',
        '· a.md（10 个问题），现在是 b.md',
      ],
    })
  })

  it('names a document that a question asks for and nobody has', () => {
    const { lines } = judge({ golden: [{ question: '问题9', document: '没有.md' }], next: answering(0) })
    expect(lines).toContain('· 没有.md（1 个问题）')
  })

  it('quotes of what was right the document that was wanted, not what happened to stand above it', () => {
    const present: Candidate = {
      ask: () => found(passage('b.md', '别的'), passage('a.md', '好')),
      documents: here,
    }
    const { lines } = judge({ golden: golden(1), present, next: answering(1) })
    expect(lines).toContain('· 问题0 → 原来：《a.md办法》“好”；现在：没有把握')
  })
})
