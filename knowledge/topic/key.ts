import { normalize } from '../text/normalize.ts'

/** In characters; the longest title of a national law or interpretation has about a hundred. */
const LONGEST = 200

/**
 * A name as it is looked up by: without 中华人民共和国, white space, punctuation, and what tells only a version
 * ((试行), (2023年修订)).
 */
export function nameKey(name: string): string {
  return normalize(name.slice(0, LONGEST))
    .replace(/\((?:[^()]{0,12}\d{4}[^()]{0,20}|试行|暂行|修订|修正|草案|征求意见稿)\)/gu, '')
    .replace(/[^\p{Script=Han}a-z0-9+]/gu, '')
    .replace(/^中华人民共和国(?=.)/u, '')
}

/** 国发〔2023〕5号 in any brackets, 国务院令第802号, 国务院第802号令: the same number, the same key. */
export function numberKey(number: string): string {
  const said = normalize(number.slice(0, LONGEST)).replace(/中华人民共和国|[号第年令]/gu, ' ')
  const [words, digits] = [said.match(/[\p{Script=Han}a-z]+/gu) ?? [], said.match(/\d+/gu) ?? []]
  return digits.length > 0 ? [words.join(''), ...digits].join('.') : ''
}

/** What a notice publishes (关于印发《…》的通知) is what people call it by. */
export function innerNames(title: string): string[] {
  return [...title.slice(0, LONGEST).matchAll(/[《〈<]([^《》〈〉<>]{4,})[》〉>]/gu)].map((match) => match[1] ?? '')
}

/** The law that “增值税法 第九条” stands on; a web page stands on none. */
export function lawOf(source: string): string {
  return /^网页/u.test(source) ? '' : source.replace(/\s*第[^第]{1,12}条.*$/u, '')
}
