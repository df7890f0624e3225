import type { Line, Reason } from './part.ts'

/** Lines that are furniture by what stands beside them. */
export interface Block {
  readonly reason: Reason
  /** Ranges [from, to) of lines; `reasons` is what was found of each line by itself. */
  find(lines: readonly Line[], reasons: readonly (Reason | undefined)[]): readonly (readonly [number, number])[]
}

/** Lines above a breadcrumb, and one below it that only repeats its last step, are the site's name and its section's. */
const siteHead: Block = {
  reason: '网页导航',
  find(lines, reasons) {
    const crumb = lines.slice(0, 6).findLastIndex(({ form }, i) => reasons[i] === '网页导航' && /[>»›]/.test(form))
    if (crumb < 0 || lines.slice(0, crumb).some(({ form }) => form.length > 30 || /[。;,]/.test(form))) return []
    const last = lines[crumb]?.form.split(/[>»›]/).at(-1)?.trim() ?? ''
    const repeated = last !== '' && last.length <= 12 && lines[crumb + 1]?.form === last
    return [[0, crumb + (repeated ? 2 : 1)]]
  },
}

const DISCLAIMS =
  /^[[(<【]*(?:免责声明|版权声明|版权说明|版权与免责|特别声明|郑重声明|转载声明)|版权与?免责声明\s*:?$|^.{2,12}声明\s*:\s*凡/
const DISCLAIMING = /版权|转载|侵权|著作权|免责|本网|本站|注明|立场|联系我们|同意其观点|真实性|删除|法律责任|来源/

/** A disclaimer, and what follows it as long as that disclaims as well: to the end of the page, or nothing of it. */
const disclaimer: Block = {
  reason: '版权和免责声明',
  find(lines, reasons) {
    const begin = Math.max(1, lines.length - 12)
    const first = lines.findIndex(
      ({ form }, i) => i >= begin && DISCLAIMS.test(form) && (form.length <= 24 || DISCLAIMING.test(form)),
    )
    if (first < 0) return []
    const rest = lines.slice(first + 1)
    const all = rest.every(({ form }, i) => DISCLAIMING.test(form) || reasons[first + 1 + i] || form.length <= 2)
    return all ? [[first, lines.length]] : []
  },
}

const RELATED =
  /^[《》>【[(]*(?:相关(?:阅读|新闻|文章|推荐|报道|内容|资讯|链接)|推荐阅读|延伸阅读|猜你喜欢|热门(?:文章|推荐|新闻)|精彩推荐|往期(?:回顾|推荐|精选)|为您推荐|最新文章)[》】\])]*:?$/
const BESIDE = /^(?:上一篇|下一篇|上一条|下一条)\s*:/

/** A heading of related articles with nothing but titles after it, to the end of the page. */
const related: Block = {
  reason: '相关文章列表',
  find(lines, reasons) {
    const begin = Math.max(1, lines.length - 24)
    const beside = lines.flatMap(({ form }, i): [number, number][] =>
      i >= begin && BESIDE.test(form) && form.length <= 80 ? [[i, i + 1]] : [],
    )
    const first = lines.findIndex(({ form }, i) => i >= begin && RELATED.test(form))
    if (first < 0) return beside
    const rest = lines.slice(first + 1)
    const titles = rest.every(({ form }, i) => reasons[first + 1 + i] || (form.length <= 50 && !/[。;:]/.test(form)))
    return titles ? [...beside, [first, lines.length]] : beside
  },
}

/** A name alone on the line after “责任编辑：”, and brackets left alone around a button. */
const remains: Block = {
  reason: '编辑署名',
  find: (lines, reasons) =>
    lines.flatMap(({ form }, i): [number, number][] =>
      reasons[i - 1] === '编辑署名' && lines[i - 1]?.form.endsWith(':') && /^\p{Script=Han}{2,4}$/u.test(form)
        ? [[i, i + 1]]
        : [],
    ),
}
const brackets: Block = {
  reason: '网页按钮',
  find: (lines, reasons) =>
    lines.flatMap(({ form }, i): [number, number][] =>
      /^[()|]$/.test(form) && (reasons[i + 1] === '网页按钮' || reasons[i - 1] === '网页按钮') ? [[i, i + 1]] : [],
    ),
}

/** A long line that only says once more what the line before it says, as captions under pictures do. */
const twice: Block = {
  reason: '重复内容',
  find: (lines) =>
    lines.flatMap(({ form }, i): [number, number][] =>
      form.length >= 15 && form === lines[i - 1]?.form ? [[i, i + 1]] : [],
    ),
}

export const BLOCKS: readonly Block[] = [siteHead, related, disclaimer, remains, brackets, twice]
