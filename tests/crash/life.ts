/** What is said to the bot, by its id; `text` names the appeal where it must. */
export interface Line {
  readonly id: string
  readonly who: string
  readonly text: (number: string) => string
}

const APPEAL =
  '我要投诉，我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，云州安居置业有限公司从2025年5月起拖欠我们运费26万元，要求马上付款，不用保密'

export const ownerOf = (n: number): string => `owner${n}`

/** The life of one appeal, as lines of an entrepreneur and of staff. Each line leaves a mark that can be counted. */
export function life(n: number): readonly Line[] {
  const who = ownerOf(n)
  const line = (i: number, by: string, text: (number: string) => string): Line => ({ id: `${who}-${i}`, who: by, text })
  return [
    line(0, who, () => APPEAL),
    line(1, who, () => '同意'),
    line(2, who, () => '确认'),
    line(3, 'staff', (number) => `受理 ${number}`),
    line(4, 'staff', (number) => `回复 ${number} 回复标记${n}`),
    line(5, who, (number) => `补充 ${number} 补充标记${n}`),
    line(6, 'staff', (number) => `办结 ${number} 已解决 结果标记${n}`),
    line(7, who, () => '满意'),
  ]
}

export const LINES: number = life(0).length
/** From this line on its number is known, and named. */
export const NUMBERED = 3

/** What has happened to the appeal after so many lines: each event once. */
export function eventsAfter(lines: number): readonly string[] {
  const each = [
    [],
    [],
    ['registered'],
    ['accepted'],
    ['replied'],
    ['supplemented'],
    ['concluded'],
    ['rated', 'resolved'],
  ]
  return each.slice(0, lines).flat()
}

/** What stands in its thread after so many lines, each once. */
export function threadAfter(n: number, lines: number): readonly string[] {
  return ['', '', '', '', `回复标记${n}`, `补充标记${n}`, `结果标记${n}`, '']
    .slice(0, lines)
    .filter((text) => text !== '')
}
