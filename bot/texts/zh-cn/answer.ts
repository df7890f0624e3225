import type { Answer, Passage } from '../../../knowledge/passage.ts'
import type { RichText, Span } from '../../model/reply.ts'
import { lines } from '../rich.ts'

/** The answer to a question as a person sees it: the clause, what matters in it marked, and the document it stands on. */
export function answerReply(answer: Answer): RichText {
  switch (answer.kind) {
    case 'found':
    case 'hedged':
      return cited(answer.passages[0])
    case 'unsure':
      return unsure(answer.passages)
    default:
      return unsure([])
  }
}

/** One passage with its source. */
export function cited(passage: Passage): RichText {
  return lines(heading(passage), marked(passage), `出处：${source(passage)}`, passage.link && `原文：${passage.link}`)
}

/** The heading it stands under, where the text would hang in the air without it. */
function heading({ headings, article, text }: Passage): string | false {
  const last = headings.at(-1)
  return last !== undefined && !article && last.length <= 40 && !text.includes(last) && `【${last}】`
}

export const noMore = '相关内容就这些了。您可以换个说法再问，或者回复“人工”找工作人员。'

function unsure(near: readonly Passage[]): RichText {
  const titles = [...new Set(near.map(({ title }) => title))].slice(0, 3)
  return lines(
    '这个问题我没有把握，不敢乱答。',
    titles.length > 0 && `我这里最接近的资料：\n${titles.map((title) => `· 《${title}》`).join('\n')}`,
    '要不要把您的问题转给工作人员答复？',
  )
}

function source(passage: Passage): string {
  const article = passage.article ? ` ${passage.article}` : ''
  const about = [passage.number, passage.issuer, passage.date].filter(Boolean).join('，')
  const until = passage.until ? `，有效期至${passage.until}` : ''
  return `《${passage.title}》${article}${about || until ? `（${about}${until}）` : ''}`
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
