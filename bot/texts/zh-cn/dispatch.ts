/** Why a unit is proposed, in words a clerk reads. */
export const routed = (why: string, basis: string | undefined): string =>
  `派单目录：${why}${basis?.startsWith('《') ? `（${basis}）` : ''}`

export const byDefault = (category: string, unit: string): string => `职责：${category}由${unit}负责`

export const byArea = (area: string, unit: string): string => `属地：${area}的事项由${unit}承办`

export const workedBefore = (number: string): string => `首接：${number} 由该单位办过`

export const askedBefore = (unit: string): string => `首接：企业说已找过${unit}`

export const learnedFrom = (words: readonly string[], unit: string): string =>
  `学自办件：${words.slice(0, 3).join('、')} → ${unit}`

export const ofMisconduct = (word: string): string => `作风和腐败问题（${word}）由纪检监察处理`

/** A category or unit that the city has no more. */
export const nobodys = '没有对应的类别或单位，请核对后再派'

export const steppedBack = (units: readonly string[]): string => `回避：被反映的${units.join('、')}不能承办`
