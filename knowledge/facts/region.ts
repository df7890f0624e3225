import regions from './regions.json' with { type: 'json' }

/** Names as they begin an organ's or a title's name, with and without 省 or 市, and the full name of the region. */
const provinces = Object.keys(regions).flatMap((full): [string, string][] => [
  [full, full],
  [shortOf(full), full],
])
const cities = Object.entries(regions).flatMap(([province, names]) =>
  names.split(' ').flatMap((city): [string, string, string][] => (city ? [[city, city, province]] : [])),
)
const DISTRICT = /^\p{Script=Han}{1,5}?(?:新区|区|县|旗)(?=\p{Script=Han})/u
const ANY_CITY = /^\p{Script=Han}{2,4}?市(?=\p{Script=Han}*(?:政府|委员会|局|委|办|厅|院|中心|部|处))/u
const NOT_A_CITY = /^(?:全|各|本|我|省|市|区|城|超|股|上)|转|发|关于|印|都市|城市/

/**
 * The region a name begins with, outermost first: 北京市石景山区人民政府 → 北京市石景山区, 德阳市交通运输局 → 四川省德阳市.
 * A city that is not in the list is taken where an organ's name begins with it. Undefined for national names.
 */
export function regionOf(name: string): string | undefined {
  const rest = name
    .trim()
    .replace(/^(?:国家税务总局|中共|中国人民银行|国家金融监督管理总局|中华人民共和国(?=.{2,3}海关))/, '')
  const province = provinces.find(([written]) => rest.startsWith(written) && notAWord(rest, written))
  const within = province ? rest.slice(province[0].length) : rest
  const city = cities.find(([written, , of]) => within.startsWith(written) && (!province || of === province[1]))
  if (city) return city[2] + city[1] + district(within.slice(city[0].length))
  if (province) return province[1] + (province[0] === province[1] ? district(within) : '')
  const unknown = ANY_CITY.exec(rest)?.[0]
  return unknown && !NOT_A_CITY.test(unknown) ? unknown : undefined
}

/** 市税务局, 我局, 各县人民政府: which one, only the reader of the paper knew. */
export function isRelative(name: string): boolean {
  return /^[省市区县州我本各]/.test(name) && regionOf(name) === undefined
}

function district(rest: string): string {
  const found = DISTRICT.exec(rest)?.[0] ?? ''
  return /^(?:各|全|市|区|县|开发|部分|城|地|社|山|辖|片)/.test(found) ? '' : found
}

/** 海南藏族自治州 and 吉林市 do not begin with a province's name. */
function notAWord(text: string, name: string): boolean {
  const after = text.slice(name.length)
  return /[省市区]$/.test(name) || !/^(?:藏族|市|人寿|银行|大学|日报)/.test(after)
}

function shortOf(full: string): string {
  return full.replace(/(?:壮族|回族|维吾尔)?自治区$|[省市]$/, '')
}
