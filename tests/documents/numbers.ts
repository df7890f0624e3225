const DIGITS = new Map([...'零一二三四五六七八九'].map((digit, value) => [digit, value]))
DIGITS.set('〇', 0).set('两', 2).set('兩', 2)
const TENS = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
])
const GREAT = new Map([
  ['万', 10_000],
  ['萬', 10_000],
  ['亿', 100_000_000],
  ['億', 100_000_000],
])

const CHINESE = '[〇零一二两兩三四五六七八九十百千]+'
/** Units that change what a number says: ten days are not ten working days. */
const MEASURE = '(?<measure>个?工作日|个月|小时|日|天|月|年|倍|元)?'
/** What else makes a Chinese numeral a number: 一般 and 统一 are words. */
const COUNTED = '(?=个?工作日|个月|[个小日天月年倍元周次人项名件户家级种份])'
const QUANTITY = new RegExp(
  [
    `百分之(?<percent>${CHINESE})`,
    `(?<per>[万千])分之(?<share>${CHINESE})`,
    `(?<arabic>\\d[\\d,]*(?:\\.\\d+)?)(?:(?<sign>[%％])|(?<scale>[万萬亿億]?)${MEASURE})`,
    `(?<chinese>${CHINESE})(?<great>[万萬亿億]?)${COUNTED}${MEASURE.replace('measure', 'unit')}`,
  ].join('|'),
  'g',
)
const SAME: Readonly<Record<string, string>> = { 天: '日', 工作日: '个工作日' }

/** The value of a Chinese numeral below 10,000, such as 二十五 or 一百零二. */
function worth(numeral: string): number {
  let total = 0
  let digit = 0
  for (const character of numeral) {
    const ten = TENS.get(character)
    if (ten === undefined) digit = DIGITS.get(character) ?? 0
    else {
      total += (digit || 1) * ten
      digit = 0
    }
  }
  return total + digit
}

/**
 * The quantities in a text in one spelling: 三十日 and 30日 give 30日, 百分之三 and 3% give 3%, 五百万元 and 500万元 give
 * 5000000元, 万分之五 gives 5/10000. 一 of a thing (一次、一项) says nothing worth checking; of time it does.
 */
export function quantities(text: string): Set<string> {
  const found = new Set<string>()
  for (const { groups = {} } of text.matchAll(QUANTITY)) {
    const { percent, per, share, arabic, sign, scale = '', chinese, great = '', measure, unit } = groups
    const named = measure ?? unit ?? ''
    const units = SAME[named] ?? named
    if (percent) found.add(`${worth(percent)}%`)
    else if (per && share) found.add(`${worth(share)}/${per === '万' ? 10_000 : 1000}`)
    else if (arabic && sign) found.add(`${Number(arabic)}%`)
    else if (arabic) found.add(scaled(Number(arabic.replaceAll(',', '')), scale) + units)
    else if (chinese && (units || great || worth(chinese) !== 1)) found.add(scaled(worth(chinese), great) + units)
  }
  return found
}

const scaled = (value: number, scale: string): number => Math.round(value * (GREAT.get(scale) ?? 1) * 100) / 100
