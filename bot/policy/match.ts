import type { Catalog } from '../model/catalog.ts'
import type { Profile } from '../model/person.ts'
import type { PushedDocument } from '../model/pushed-document.ts'

/** How a document comes to concern an enterprise, for a sentence about it. */
export interface Fit {
  readonly topics: readonly string[]
  readonly tags: readonly string[]
  readonly industry?: string
  readonly size?: true
  readonly area?: string
}

const SMALL = /小微|中小|小型|微型|个体工商户/u
/** Words that stand in the name of every other industry and document. */
const COMMON = /^(?:行业|企业|公司|服务|产业|制造业?|经营|生产|销售)$/u

/**
 * Why a document concerns an enterprise with this profile, or null where it does not. Whatever else fits, one of another
 * district does not; and something has to speak for it: a topic or tag he named, his industry, his size.
 */
export function fitOf(profile: Profile, document: PushedDocument, catalog: Pick<Catalog, 'areas'>): Fit | null {
  const text = [document.title, ...document.topics].join('\n')
  const elsewhere = areaOf(document, catalog)
  if (elsewhere !== undefined && elsewhere !== profile.area) return null
  const topics = profile.topics.filter((topic) => text.includes(topic))
  const tags = profile.tags.filter((tag) => text.includes(tag))
  const industry = [profile.industry, ...(profile.industry?.split(/[、,，和及/\s]|业(?=.)/u) ?? [])].find(
    (word) => word !== undefined && word.length >= 2 && !COMMON.test(word) && text.includes(word.replace(/业$/u, '')),
  )
  const small = profile.size !== undefined && profile.size !== 'large' && SMALL.test(document.title)
  if (topics.length === 0 && tags.length === 0 && !industry && !small) return null
  return {
    topics,
    tags,
    ...(industry && profile.industry && { industry: profile.industry }),
    ...(small && { size: true }),
    ...(elsewhere !== undefined && { area: elsewhere }),
  }
}

/**
 * The district a document is for, by its region or its title; undefined where it is for the whole city or more. Short
 * names stand in other words (高新 in 高新技术企业): they count with 区, 县 or 市 only.
 */
function areaOf({ region = '', title }: PushedDocument, { areas }: Pick<Catalog, 'areas'>): string | undefined {
  const named = areas.find(({ name, also }) => {
    const names = [name, ...also.filter((one) => /.{2}[区县市]$/u.test(one))]
    return region.includes(name) || names.some((one) => title.includes(one))
  })
  return named?.name
}
