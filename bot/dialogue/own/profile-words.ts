import type { Profile } from '../../model/person.ts'
import type { Slots } from '../../model/slots.ts'

type Told = Pick<Profile, 'industry' | 'size' | 'ownership' | 'area'> & Pick<Slots, 'enterprise'>

/** What of an enterprise a line tells, for policies to find it. */
export interface Portrait extends Told {
  readonly tags: readonly string[]
  readonly topics: readonly string[]
}

type Words<T extends string> = readonly (readonly [T, RegExp])[]

const SIZES: Words<NonNullable<Profile['size']>> = [
  ['self-employed', /个体(?:工商)?户|个体经营/u],
  ['micro', /微型企?业?/u],
  ['small', /小微|小型|小企业|中小/u],
  ['medium', /中型/u],
  ['large', /大型企业|大企业|大型/u],
]
const OWNERSHIPS: Words<NonNullable<Profile['ownership']>> = [
  ['private', /民营|私营|民企/u],
  ['state', /国有|国企|央企/u],
  ['foreign', /外资|外企|合资|港资|台资/u],
  ['collective', /集体(?:所有|企业)/u],
]
const INDUSTRIES: Words<string> = [
  ['软件', /软件|信息技术|互联网|人工智能|大数据|IT/iu],
  ['装备制造', /装备制造|机械|设备制造|数控|机床/u],
  ['汽车', /汽车|汽配/u],
  ['化工', /化工|石化/u],
  ['医药', /医药|生物|医疗器械|制药/u],
  ['新能源', /新能源|光伏|储能|风电|电池/u],
  ['食品', /食品|酒水饮料/u],
  ['纺织服装', /纺织|服装/u],
  ['建筑', /建筑|施工|装修|工程/u],
  ['物流', /物流|运输|货运|快递/u],
  ['餐饮', /餐饮|饭店|餐馆/u],
  ['住宿', /住宿|酒店|民宿/u],
  ['文化旅游', /文旅|旅游|文化/u],
  ['电子商务', /电商|电子商务|网店|直播|淘宝|天猫|拼多多/u],
  ['批发零售', /批发|零售|商贸|超市|便利店/u],
  ['外贸', /外贸|进出口|跨境/u],
  ['农业', /农业|种植|养殖|农产品|渔业/u],
  ['教育培训', /教育|培训/u],
  ['房地产', /房地产|物业/u],
  ['制造', /制造|加工|工厂|生产/u],
]
const TAGS: Words<string> = [
  ['小巨人', /小巨人/u],
  ['专精特新', /专精特新/u],
  ['高新技术企业', /高新技术企业|高企(?!业)/u],
  ['科技型中小企业', /科技型(?:中小)?(?:企业)?/u],
  ['单项冠军', /单项冠军/u],
  ['瞪羚', /瞪羚/u],
  ['独角兽', /独角兽/u],
  ['规上企业', /规上|规模以上/u],
  ['老字号', /老字号/u],
  ['创新型中小企业', /创新型中小/u],
]
const TOPICS: Words<string> = [
  ['补贴', /补贴|补助|奖补|奖励|资金/u],
  ['融资', /融资|贷款|贴息|担保/u],
  ['税', /税/u],
  ['社保', /社保|稳岗|公积金/u],
  ['招聘', /招聘|用工|招人/u],
  ['人才', /人才/u],
  ['用地', /用地|厂房|土地/u],
  ['研发', /研发|创新|科技(?!型)/u],
  ['出口', /出口|外贸|参展/u],
  ['数字化', /数字化|智改|数转/u],
  ['用电', /用电|电价|水电/u],
  ['采购', /政府采购|招标|投标/u],
]
const WANTS = /(?:想|要|希望|关注|关心|看|了解|收到|订阅|推送|感兴趣)(?:看|了解|知道|收到|的)?(.*)$/u

const found = <T extends string>(words: Words<T>, line: string): T[] =>
  words.filter(([, pattern]) => pattern.test(line)).map(([word]) => word)

/** 专精特新, 高新技术企业 are names, in which 高新 is no district and 新 no trade. */
export const withoutTags = (line: string): string => TAGS.reduce((left, [, pattern]) => left.replace(pattern, ''), line)

/** Reads what stands in a line; `area` was read from it by whoever knows the districts. Topics are looked for behind 想, 关注 … */
export function portraitIn(line: string, area: string | undefined, enterprise: string | undefined): Portrait {
  const wanted = WANTS.exec(line)?.[1]
  const own = wanted === undefined ? line : line.slice(0, line.length - wanted.length)
  const [size] = found(SIZES, own)
  const [ownership] = found(OWNERSHIPS, own)
  const trade = withoutTags(own).replace(area ?? '', '')
  const [industry] = found(INDUSTRIES, trade)
  return {
    ...(size && { size }),
    ...(ownership && { ownership }),
    ...(industry && { industry }),
    ...(area && { area }),
    ...(enterprise && { enterprise }),
    tags: found(TAGS, own),
    topics: found(TOPICS, wanted ?? ''),
  }
}

/** Whether it tells anything at all. */
export function isEmpty({ tags, topics, ...rest }: Portrait): boolean {
  return tags.length === 0 && topics.length === 0 && Object.keys(rest).length === 0
}
