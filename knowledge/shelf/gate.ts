import type { Answer, Passage } from '../passage.ts'

/** A question of `_kb/golden.jsonl`, as people put it, and what a right answer shows. */
export interface GoldenQuestion {
  readonly question: string
  /** The document's path; null: nothing may be claimed. */
  readonly document: string | null
  /** What has to stand in the passages shown. */
  readonly must?: readonly string[] | undefined
}

/** A generation, as far as the gate needs it. */
export interface Candidate {
  ask(question: string): Answer
  readonly documents: readonly { readonly path: string; readonly title: string }[]
}

export interface GateReport {
  /** False: too much would be lost, and nobody forced it. */
  readonly passed: boolean
  readonly asked: number
  /** How many the next generation answers, and how many the present one does. */
  readonly right: number
  readonly before?: number
  /** What it comes to, in lines an administrator reads. */
  readonly lines: readonly string[]
}

/** A reply shows so many passages at once; what stands further down does not answer. */
const SHOWN = 3

/**
 * A new text may answer one question of many worse, and documents do run out: so one question in fifty and one document
 * in ten may be lost, and a few where there are few. More than that is a folder that was half copied, or a reader that
 * failed.
 */
const MAY_LOSE = {
  questions: (all: number): number => Math.max(1, Math.floor(all * 0.02)),
  documents: (all: number): number => Math.max(3, Math.floor(all * 0.1)),
}

const NAMED = 10
const QUOTED = 40

/**
 * Whether the next generation may take the place of the present one: what the present one answers and shows, the next
 * has to, but for a few. Without a present one there is nothing to lose; what it cannot answer is told.
 */
export function judge(order: {
  readonly golden: readonly GoldenQuestion[]
  readonly present?: Candidate | undefined
  readonly next: Candidate
  readonly force?: boolean | undefined
}): GateReport {
  const { golden, present, next, force = false } = order
  const renamed = present ? renames(present, next) : new Map<string, string>()
  const after = golden.map((entry) => ({ entry, answer: next.ask(entry.question) }))
  const wrong = after.filter(({ entry, answer }) => !isRight(entry, answer, renamed))
  const right = golden.length - wrong.length
  const score = [
    ...(golden.length > 0 ? [`自测问题 ${golden.length} 个，答对 ${right} 个`] : []),
    ...outdated(golden, next, renamed),
  ]
  if (!present) {
    const failing = wrong.map(({ entry, answer }) => `· ${entry.question} → ${shownBy(answer)}`)
    const head = failing.length > 0 ? ['没有答对的：'] : []
    return { passed: true, asked: golden.length, right, lines: [...score, ...head, ...some(failing)] }
  }

  const answered = golden.map((entry) => ({ entry, answer: present.ask(entry.question) }))
  const rightBefore = new Map(
    answered.flatMap(({ entry, answer }) => (isRight(entry, answer) ? [[entry, answer] as const] : [])),
  )
  const questions = wrong.flatMap(({ entry, answer }) => {
    const was = rightBefore.get(entry)
    return was ? [`· ${entry.question} → 原来：${shownBy(was, entry.document)}；现在：${shownBy(answer)}`] : []
  })
  const documents = lostDocuments(present, next, renamed)
  const may = {
    questions: MAY_LOSE.questions(golden.length),
    documents: MAY_LOSE.documents(present.documents.length),
  }
  const passed = force || (questions.length <= may.questions && documents.length <= may.documents)
  const but = (allowed: number) => (passed ? '' : `（最多可以有 ${allowed}）`)
  const lines = [
    ...score,
    ...(questions.length > 0 ? [`原来答得对、现在答不对的问题：${questions.length} 个${but(may.questions)}`] : []),
    ...some(questions),
    ...(documents.length > 0 ? [`原来有、现在没有的文件：${documents.length} 份${but(may.documents)}`] : []),
    ...some(documents.map(({ path, title }) => `· ${path}《${title}》`)),
  ]
  return { passed, asked: golden.length, right, before: rightBefore.size, lines }
}

/** The document is among the passages shown, and with it all that must be; or nothing is claimed where nothing may be. */
export function isRight(
  { document, must = [] }: GoldenQuestion,
  answer: Answer,
  renamed: ReadonlyMap<string, string> = new Map(),
): boolean {
  if (document === null) return answer.kind !== 'found'
  if (answer.kind === 'unsure') return false // it names what is near, and shows none of it
  const shown = answer.passages.slice(0, SHOWN)
  const named = [...shown.map((passage) => passage.document), ...documentsNamed(answer)]
  const right = [document, renamed.get(document)]
  if (!named.some((path) => right.some((one) => one !== undefined && isOf(path, one)))) return false
  const words = shown.map(wordsOf)
  return must.every((needed) => words.some((text) => text.includes(needed)))
}

/** A page of several articles is several documents: `页.html#2`. */
const isOf = (path: string, document: string): boolean => path === document || path.startsWith(`${document}#`)

function documentsNamed(answer: Answer): readonly string[] {
  if (answer.kind === 'which' || answer.kind === 'list')
    return answer.documents.slice(0, SHOWN).map(({ document }) => document)
  return answer.kind === 'card' || answer.kind === 'validity' ? [answer.document.document] : []
}

/** Documents under another path than before, by the old one: the title says which. */
function renames(present: Candidate, next: Candidate): Map<string, string> {
  const before = new Set(present.documents.map(({ path }) => path))
  const now = new Set(next.documents.map(({ path }) => path))
  const newByTitle = new Map(
    next.documents.filter(({ path }) => !before.has(path)).map(({ path, title }) => [title, path]),
  )
  const gone = present.documents.filter(({ path }) => !now.has(path))
  return new Map(gone.flatMap(({ path, title }) => [newByTitle.get(title)].flatMap((to) => (to ? [[path, to]] : []))))
}

function lostDocuments({ documents }: Candidate, next: Candidate, renamed: ReadonlyMap<string, string>) {
  const paths = new Set(next.documents.map(({ path }) => path))
  return documents.filter(({ path }) => !paths.has(path) && !renamed.has(path))
}

/** Questions of `_kb/golden.jsonl` that guard nothing, since the document they name is not there. */
function outdated(
  golden: readonly GoldenQuestion[],
  { documents }: Candidate,
  renamed: ReadonlyMap<string, string>,
): readonly string[] {
  const counts = new Map<string, number>()
  for (const { document } of golden)
    if (document !== null && !documents.some(({ path }) => isOf(path, document)))
      counts.set(document, (counts.get(document) ?? 0) + 1)
  const lines = [...counts].map(([path, count]) => {
    const to = renamed.get(path)
    return `· ${path}（${count} 个问题）${to ? `，现在是 ${to}` : ''}`
  })
  return lines.length > 0 ? ['自测问题里写的文件不在文件夹里，请改 _kb/golden.jsonl：', ...some(lines)] : []
}

/** What is shown first, or first of the document that is wanted. */
function shownBy(answer: Answer, wanted: string | null = null): string {
  const ofIt = wanted === null ? undefined : answer.passages.slice(0, SHOWN).find((one) => isOf(one.document, wanted))
  const first = ofIt ?? answer.passages[0]
  if (answer.kind === 'unsure' || !first) return answer.kind === 'unsure' ? '没有把握' : '没有引用原文'
  const text = first.text.replace(/\s+/gu, '')
  const quoted = text.length > QUOTED ? `${[...text].slice(0, QUOTED).join('')}……` : text
  return `${answer.kind === 'hedged' ? '不太确定，' : ''}《${first.title}》${first.article ?? ''}“${quoted}”`
}

function wordsOf({ title, headings, text }: Passage): string {
  return [title, ...headings, text].join('\n')
}

function some(lines: readonly string[]): readonly string[] {
  return lines.length > NAMED ? [...lines.slice(0, NAMED), `……另有 ${lines.length - NAMED} 条`] : lines
}
