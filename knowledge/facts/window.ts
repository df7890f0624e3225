import { dateIn } from './dates.ts'

const DAY = '(?:[12]\\d{3}\\s*年\\s*)?\\d{1,2}\\s*月\\s*\\d{1,2}\\s*日'
const ASKS = '申报|申请|报名|受理|提交|报送|填报|申领'
/** 于2026年3月31日前提交, 申报时间：3月1日至3月31日, 申请截止2026年3月31日 */
const WINDOWS: readonly RegExp[] = [
  new RegExp(`(?:${ASKS})[^。；;\\n]{0,24}?(?:截止|截至)[^。；;\\n\\d]{0,10}(${DAY})`),
  new RegExp(`(?:截止|截至)[^。；;\\n\\d]{0,10}(${DAY})[^。；;\\n]{0,16}?(?:${ASKS})`),
  new RegExp(`(?:${ASKS})[^。；;\\n]{0,24}?(?:${DAY})[^。；;\\n]{0,12}?(?:至|到|—|-|~|～)\\s*(${DAY})`),
  new RegExp(`(?:于|在)?(${DAY})(?:[^。；;\\n，,]{0,8})?(?:之前|以前|前)[^。；;\\n]{0,24}?(?:${ASKS})`),
  new RegExp(`(?:${ASKS})[^。；;\\n]{0,24}?(?:于|在)(${DAY})(?:[^。；;\\n，,]{0,8})?(?:之前|以前|前)`),
]

/**
 * The last day to apply, where a text says one for applications; the latest of several. A day without its year is in the
 * year of the document (`issued`), and unknown without that.
 */
export function windowIn(body: string, issued: string | undefined): string | undefined {
  const days = body.split(/[。；;\n]/).flatMap((sentence) => {
    if (sentence.length > 400) return []
    return WINDOWS.flatMap((pattern) => {
      const day = pattern.exec(sentence)?.[1]
      if (day === undefined) return []
      const year = /年/.test(day) ? '' : `${(/[12]\d{3}(?=\s*年)/.exec(sentence)?.[0] ?? issued ?? '').slice(0, 4)}年`
      return year === '年' ? [] : [dateIn(`${year}${day}`) ?? []].flat()
    })
  })
  return days.sort().at(-1)
}
