import { joined } from '../clean/title.ts'

const NUMBER = /[\p{Script=Han}]{1,12}[〔[［(（【]\s*\d{4}\s*[〕\]］)）】]\s*(第\s*)?\d+\s*号/u
const KINDS =
  '通知|通告|公告|公示|决定|命令|办法|条例|规定|规则|细则|意见|方案|措施|政策|指南|指引|指导|标准|目录|清单|规划|计划|纲要|要点|解读|问答|一览表|明细表|批复|函|通报|决议|说明|制度|准则|须知|流程|汇编|讲话|报告|总结|答复|法|令|试行|暂行|修订|全文|手册|明白卡'
const ENDS_A_TITLE = new RegExp(`(${KINDS})([（(《【][^）)》】]*[）)》】])?[》”]?$`)

/** Whether a line ends as the titles of official papers do: 办法, 通知（试行） … */
export const endsATitle = (text: string): boolean => ENDS_A_TITLE.test(text)

/** Whether a line that stands out (centred, bold, in a larger type) reads as a heading. */
export function isTitle(text: string): boolean {
  return (
    text.length >= 2 &&
    text.length <= 80 &&
    /\p{Script=Han}|[A-Za-z]{3}/u.test(text) &&
    !/[。；;，,、：:！!？?…]$/.test(text) &&
    !/^[（(〔[].*[）)〕\]]$/.test(text) &&
    !/^[—\-–\s\d第页共]+$/.test(text) &&
    !/扫码|长按|关注我们|^点(个|击|亮)|^(往期|相关|推荐|延伸)(推荐|回顾|阅读|链接)$/.test(text) &&
    !/^(图|表)\s*\d|^[\d零〇一二三四五六七八九十]{2,4}年.{1,8}日$/.test(text) &&
    !(NUMBER.test(text) && text.length <= 30)
  )
}

/**
 * The title of a document whose first lines are `# ` headings, and the lines that are left. A title that was set in
 * several lines (`××市人民政府` / `关于印发……` / `的通知`) is put together; `××市人民政府文件` over it is not part of it.
 */
export function takeTitle(lines: readonly string[]): { title?: string; rest: readonly string[] } {
  const before: string[] = []
  let start = 0
  while (start < lines.length && start < 6 && isLetterhead(lines[start] ?? '')) {
    before.push((lines[start] ?? '').replace(/^#+ /, ''))
    start += 1
  }
  const first = lines[start]
  // Under the head of the paper, which was the first to be large, the title is the next.
  const opening = (start > 0 ? /^##? (.+)/ : /^# (.+)/).exec(first ?? '')?.[1]
  if (first === undefined || opening === undefined) return { rest: lines }
  const more: string[] = []
  for (const line of lines.slice(start + 1, start + 4)) {
    const next = /^##? (.+)/.exec(line)?.[1]
    if (!next || /^(第[一二三四五六七八九十\d]+[编章节条]|目录|附件|[一二三四五六七八九十]+、)/.test(next)) break
    more.push(next)
  }
  const set = [opening, ...more.slice(0, linesMore(opening, more))]
  return { title: joined(set), rest: [...before, ...lines.slice(start + set.length)] }
}

/** How many of the headings after a title's first line are the rest of it. */
function linesMore(first: string, more: readonly string[]): number {
  if (ENDS_A_TITLE.test(first)) return 0
  const named = /(人民政府|委员会|办公室|局|厅|部|院|》|关于)$/.test(first) || /^(关于|的|《)/.test(more[0] ?? '')
  const end = more.findIndex((line) => ENDS_A_TITLE.test(line))
  if (end >= 0 && (named || /关于|印发|转发/.test(first))) return end + 1
  return named ? 1 : 0
}

/** The head of the paper: who issues, copy and secrecy, the number over the title. */
function isLetterhead(line: string): boolean {
  const text = line.replace(/^#+ /, '').replace(/\s/g, '')
  return /^.{2,30}文件$|^(急件|特急|加急|内部资料|.{0,6}公开)$/.test(text) || (NUMBER.test(text) && text.length <= 30)
}
