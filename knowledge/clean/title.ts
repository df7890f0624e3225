/** What official titles end in. */
const KIND =
  /(?:通知|公告|通告|通报|公报|意见|办法|规定|规则|规程|细则|决定|决议|措施|方案|指南|指引|解读|说明|公开信|倡议书|条例|批复|复函|函|命令|令|规划|计划|要点|准则|标准|目录|清单)(?:\s*[(（][^()（）]{1,30}[)）])*$/
/** What organs are called. */
export const ORGAN =
  /(?:部|局|厅|司|署|院|委|办|行|会|处|科|所|站|社|中心|政府|委员会|办公室|领导小组|指挥部|工作组|综合组|机制|总局|公司|集团|联盟|协会|总会|法院|检察院|海关|管委会|办公厅|党组)$/

const MOST_LINES = 9
const LONGEST = 150

/** How many of the first lines are the title: official titles are broken over several, and joint ones name an organ a line. */
export function titleLines(lines: readonly string[]): number {
  const [first = ''] = lines
  if (KIND.test(first) || first.length > LONGEST) return 1
  for (let count = 2; count <= Math.min(MOST_LINES, lines.length - 1); count += 1) {
    const line = lines[count - 1] ?? ''
    if (line.length > 80 || /[。！？；：:!?;]/.test(line) || /[。！？；：:!?;]/.test(first)) return 1
    const title = joined(lines.slice(0, count))
    if (title.length > LONGEST) return 1
    if (!KIND.test(line)) continue
    const [before = '', ...after] = title.split('关于')
    const organs = before === '' || ORGAN.test(before.trim())
    const plain = after.length > 0 && organs && !/[，。“”…]/.test(before)
    return plain || (ORGAN.test(first) && /^(?:关于|印发|转发|发布)/.test(lines[1] ?? '')) ? count : 1
  }
  return 1
}

/** Lines of one title: names of organs apart, a broken word together. */
export function joined(lines: readonly string[]): string {
  return lines.reduce((title, line) => title + (ORGAN.test(title) && !line.startsWith('关于') ? ' ' : '') + line, '')
}
