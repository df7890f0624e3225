import type { Answer, CardPart, DocumentRef, Passage } from '../../../knowledge/passage.ts'
import type { CalendarDate } from '../../model/instant.ts'
import type { RichText, Span } from '../../model/reply.ts'
import { brief, lines, rich, strong } from '../rich.ts'

/**
 * The answer to a question as a person sees it: the clause, what matters in it marked, and the document it stands on.
 * `today` tells whether a document is still in force; without it only its dates are given.
 */
export function answerReply(answer: Answer, today?: CalendarDate): RichText {
  switch (answer.kind) {
    case 'found':
      return answer.named
        ? introduction(answer.passages[0], today)
        : lines(elsewhere(answer), atThatTime(answer.asOf, answer.passages[0], today), cited(answer.passages[0]))
    case 'hedged':
      return lines(
        elsewhere(answer),
        atThatTime(answer.asOf, answer.passages[0], today),
        '可能是这一条，我不能确定，请您核对原文：',
        cited(answer.passages[0]),
      )
    case 'unsure':
      return unsure(answer, today)
    case 'which':
      return named('您问的是哪一份？请说名称或者地区：', answer.documents)
    case 'list':
      return named(`${about(answer.topic)}我这里有 ${answer.total} 份：`, answer.documents.slice(0, PAGE))
    case 'card':
      return card(answer.document, answer.parts, today)
    case 'validity':
      return validity(answer, today)
  }
}

/** So many documents are named at once. */
export const PAGE = 5

export const which = '您问的是哪一份？回复数字，或者说名称、地区：'
export const listHead = (topic: string, total: number): string =>
  topic === ''
    ? `我这里一共有 ${total} 份文件。说事情或者行业（例如“社保”“开饭店”）我找得更准；也可以回复数字先看：`
    : `${about(topic)}我这里有 ${total} 份，回复${total === 1 ? ' 1 看内容' : '数字看哪一份'}：`
export const listPage = (from: number, to: number, total: number): string => `第 ${from}–${to} 份，一共 ${total} 份：`

const about = (topic: string): string => (topic === '' ? '文件' : `跟“${brief(topic, 30)}”有关的文件`)

/** Documents by name only, where a number would be read as something else. */
export function named(head: string, documents: readonly DocumentRef[]): RichText {
  return lines(head, ...documents.map((document) => `· ${documentLabel(document)}`))
}

/** A document on a choice, at most 40 characters: where, and of which year, tells those of one name apart. */
export function documentLabel({ title, region, number, date }: DocumentRef): string {
  const place = region && !title.includes(region) && region.length <= 8 ? region : ''
  const year = date?.slice(0, 4) ?? ''
  const beside = [place, title.includes(year) ? '' : year || (number && number.length <= 10 ? number : '')]
    .filter(Boolean)
    .join('，')
  return `${brief(title, 39 - beside.length - 2)}${beside && `（${beside}）`}`
}

/** One passage with its source. */
export function cited(passage: Passage): RichText {
  return lines(
    heading(passage),
    marked(passage),
    passage.incomplete && '（我手头的这份文件不全，请以原文为准。）',
    passage.approved ? approved(passage.approved) : `出处：${source(passage)}`,
    passage.link && `原文：${passage.link}`,
  )
}

/** The heading it stands under, where the text would hang in the air without it. */
function heading({ headings, article, text }: Passage): string | false {
  const last = headings.at(-1)
  return last !== undefined && !article && last.length <= 40 && !text.includes(last) && `【${last}】`
}

function approved({ by, until }: { readonly by: string; readonly until?: string }): string {
  return `工作人员答复（${by}核准${until ? `，${dated(until)}前有效` : ''}）`
}

function elsewhere({ follows, passages }: Answer): string | false {
  const { missing } = follows ?? {}
  const other = missing !== undefined && passages[0]?.document !== missing.document
  return other && `《${missing.title}》里没找到这一点，下面是别的文件里的：`
}

/** Whether what was in force then still is. */
function atThatTime(asOf: string | undefined, passage: Passage, today: CalendarDate | undefined): string | false {
  if (asOf === undefined) return false
  const after = passage.repealedBy ? `，后来由${successor(passage.repealedBy)}取代` : ''
  const over = passage.repealedBy !== undefined || (passage.until !== undefined && passage.until < (today ?? '9999'))
  return over ? `这是${dated(asOf)}时的规定，现在已经不再有效${after}：` : `这是${dated(asOf)}时的规定，现在还在执行：`
}

/** Where a reply had no room for all of it. */
export const cutHere = '（后面还有，回复“更多”接着看。）'
export const cutHereInGroup = '（后面还有，@我说“更多”接着看。）'

export const isFirst = '这就是第一条，前面没有了。'
export const renewed = '政策文件刚更新过，这个问题查到的内容和刚才不一样了，从头给您看：'
export const noMore = '相关内容就这些了。您可以换个说法再问，或者回复“人工”找工作人员。'

function unsure(
  { passages, follows, unknown }: Answer & { kind: 'unsure' },
  today: CalendarDate | undefined,
): RichText {
  const titles = [...new Set(passages.map((passage) => `《${passage.title}》${over(passage, today)}`))].slice(0, 3)
  if (unknown) return lines(`我这里没有${unknown}，不敢乱答。`, '要不要把您的问题转给工作人员答复？')
  return lines(
    follows?.missing
      ? `《${follows.missing.title}》里没找到这一点，别的文件里我也没有把握，不敢乱答。`
      : '这个问题我没有把握，不敢乱答。',
    titles.length > 0 && `我这里最接近的资料：\n${titles.map((title) => `· ${title}`).join('\n')}`,
    titles.length === 0 && '请把文件名或者具体事项一起告诉我，我再查。',
    '要不要把您的问题转给工作人员答复？',
  )
}

/** Said where a document that is no longer in force is named. */
function over({ repealedBy, until }: DocumentRef, today: CalendarDate | undefined): string {
  if (repealedBy) return '（已被取代，不再执行）'
  return until && today && until < today ? '（已到期，不再执行）' : ''
}

/** A document as such. */
function introduction(passage: Passage, today: CalendarDate | undefined): RichText {
  return lines(
    [strong(`《${passage.title}》`)],
    beside(passage),
    inForce(passage, today),
    heading(passage),
    passage.text,
    passage.incomplete && '（我手头的这份文件不全，请以原文为准。）',
    passage.link && `原文：${passage.link}`,
  )
}

function validity(answer: Answer & { kind: 'validity' }, today: CalendarDate | undefined): RichText {
  const { document, follows } = answer
  const [passage] = answer.passages
  return lines(
    follows?.missing && '那时候的规定我这里没有，现有的这一份是：',
    rich`${strong(inForce(document, today))}`,
    passage && `文中写的是：“${brief(passage.text, 120)}”`,
    `出处：${source(document, 'said')}`,
    document.link && `原文：${document.link}`,
  )
}

/** What is known of when it is in force; what is not known is said to be so. */
function inForce({ from, until, repealedBy, issuer }: DocumentRef, today: CalendarDate | undefined): string {
  const begins = from && `${dated(from)}起施行`
  if (repealedBy) return `${begins ? `${begins}，` : ''}现在已由${successor(repealedBy)}取代，不再执行。`
  if (until) {
    const over = today !== undefined && until < today
    return `${begins ? `${begins}，` : ''}${over ? `已于${dated(until)}到期，不再执行。` : `有效期到${dated(until)}。`}`
  }
  const ask = `请以发文单位${issuer && issuer.length <= 16 ? `（${issuer}）` : ''}为准。`
  if (!begins) return `文件里没有写施行和到期时间，${ask}`
  return `${begins}${today !== undefined && from > today ? '，现在还没到' : ''}；文件里没有写到期时间，${ask}`
}

const PART: Readonly<Record<CardPart['about'], string>> = {
  who: '适用',
  what: '内容',
  papers: '材料',
  how: '办法',
  when: '时间',
  contact: '咨询',
}

/** One page of one document; every line is its own words. */
function card(document: DocumentRef, parts: readonly CardPart[], today: CalendarDate | undefined): RichText {
  return lines(
    rich`【明白卡】${strong(document.title)}`,
    ...parts.map(({ about, passage }) => `${PART[about]}：${oneLine(passage.text)}`),
    parts.length === 0 && '这份文件里没有找到能列成卡片的内容，您可以直接问具体的事。',
    `效力：${inForce(document, today)}`,
    document.incomplete && '（我手头的这份文件不全，请以原文为准。）',
    `出处：${source(document, 'said')}`,
  )
}

function oneLine(text: string): string {
  return brief(text.replace(/[；;]?\n+(?:[-·] ?)?/gu, '；').replace(/^[-·] ?/u, ''), 72)
}

/** `force`: said before, when it is in force is not said again. */
function source(from: DocumentRef & { readonly article?: string }, force?: 'said'): string {
  const article = from.article ? ` ${from.article}` : ''
  const until = from.until && !force ? `有效期到${dated(from.until)}` : ''
  const known = [beside(from), until].filter(Boolean).join('，')
  return `《${from.title}》${article}${known && `（${known}）`}`
}

function beside({ number, issuer, date }: DocumentRef): string {
  return [number, issuer, date && `${dated(date)}发布`].filter(Boolean).join('，')
}

/** What took its place may be told by title or by number. */
function successor(document: string): string {
  return /[《号]/u.test(document) ? document : `《${document}》`
}

/** 2025年6月1日, 2025年6月, 2025年. */
function dated(date: string): string {
  const [year, month, day] = date.split('-')
  return `${year}年${month ? `${Number(month)}月` : ''}${day ? `${Number(day)}日` : ''}`
}

function marked({ text, marks }: Passage): RichText {
  const spans: Span[] = []
  let at = 0
  for (const [start, end] of marks) {
    if (start > at) spans.push(text.slice(at, start))
    spans.push({ strong: text.slice(start, end) })
    at = end
  }
  if (at < text.length) spans.push(text.slice(at))
  return spans
}

export const unsureInPassing = '这个问题我没有把握，写进登记里了，工作人员会一并答复。'
export const unsureButLodge = '这个问题我手头的文件答不准。您遇到的情况我可以帮您登记，由负责的单位答复。'

export const whyNoHelp = '抱歉没帮上忙。是哪里不合适？（不选也行，直接换个说法问，或转给工作人员）'
export const noted = '记下了，谢谢您指出来。要不要把您的问题转给工作人员答复？'
export const notedInPassing = '记下了，谢谢您指出来。'
export const sorryUnsure = '抱歉没能答上来。可以换个说法再问，或者转给工作人员答复您。'
export const sorryLodge = '抱歉没答到点上。您遇到的情况我可以帮您登记，由负责的单位答复。'
export const oneByOne = '一次看一份，先看哪一份？'
export const notedUnclear = '抱歉写得太绕。可以看一页的明白卡，或者转给工作人员讲给您听。'
export const notOffered = (count: number): string =>
  count === 1 ? '请回复 1，或者直接说。' : `请回复 1 到 ${count} 的数字，或者直接说。`
