import { ORGAN } from '../clean/title.ts'
import type { PolicyDocument } from '../document.ts'
import { dateIn } from './dates.ts'
import { forceIn, replacedIn } from './force.ts'
import { isRelative, regionOf } from './region.ts'
import { signatureIn } from './signature.ts'

export { dateIn } from './dates.ts'

/** What may be known of a document beside its text. */
export type Facts = Partial<
  Omit<PolicyDocument, 'path' | 'body' | 'warnings' | 'incomplete' | 'found' | 'told' | 'cut'>
>

export interface Source {
  readonly title: string
  readonly body: string
  /** Facts given in front matter or by the page itself; they are never overruled. */
  readonly given?: Facts
  /** Lines of the page it stood on that tell when and from where it was published. */
  readonly published?: readonly string[]
  /** The text is a later version of itself, so that the day it says it came into force is not this version's. */
  readonly amended?: boolean
}

export interface Found {
  /** Those given and those found. */
  readonly facts: Facts
  /** The names of those found in the text. */
  readonly found: readonly (keyof Facts)[]
}

/**
 * The facts of a document as such documents write them, where they are not given. Precision before recall: what is
 * written in running text is mostly about some other document, so each is looked for only where it is the document's
 * own: the head, the signature, sentences that begin with 本办法 and the like. What is not found stays absent.
 */
export function factsIn({ title, body, given = {}, published = [], amended = false }: Source): Found {
  const lines = body.split('\n')
  const head = lines.slice(0, 16)
  const signed = signatureIn(lines)
  const date =
    given.date ?? labelled(head, DATED, dateIn) ?? enacted(title, head) ?? signed.date ?? publishedOn(published)
  const issuer =
    given.issuer ?? labelled(head, ISSUED_BY, organ) ?? inTitle(title) ?? signed.issuer ?? decreeIn(head)?.issuer
  const force = forceIn(body, date?.length === 10 ? date : undefined, title)
  const replaces = replacedIn(body).filter((other) => other !== title)
  const link = published.flatMap((line) => /https?:\/\/\S+/.exec(line)?.[0] ?? [])[0]
  const region = regionOf(issuer ?? '') ?? regionOf(title)
  const number = numberIn(title, head) ?? decreeIn(head)?.number
  const repealedBy = repealedIn(head)

  const all: Facts = {
    ...(number && { number }),
    ...(issuer && { issuer }),
    ...(date && { date }),
    ...(region && { region }),
    ...(force.from && !(amended && date && force.from < date) && { from: force.from }),
    ...(force.until && { until: force.until }),
    ...(replaces.length > 0 && { replaces }),
    ...(repealedBy && { repealedBy }),
    ...(link && { link }),
  }
  const found = (Object.keys(all) as (keyof Facts)[]).filter((name) => isAbsent(given[name]))
  const facts = { ...given, ...Object.fromEntries(found.map((name) => [name, all[name]])) }
  return contradicts(facts) ? { facts: given, found: [] } : { facts, found }
}

const isAbsent = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0)
const contradicts = ({ from, until }: Facts): boolean => from !== undefined && until !== undefined && until < from

const YEAR = '[〔［[(（【﹝]\\s*[12]\\d{3}\\s*[〕］\\])）】﹞]'
const NUMBER = `[\\p{Script=Han}]{1,12}${YEAR}\\s*第?\\s*\\d{1,5}\\s*号`
const OWN_NUMBER = new RegExp(`^(?:[（(])?(?:(?:发文|发布)?(?:文号|字号)\\s*[:：]\\s*)?(${NUMBER})(?:[)）])?$`, 'u')
const IN_TITLE = new RegExp(`^(${NUMBER})(?=\\P{Script=Han}|$)|[（(](${NUMBER})[)）]$`, 'u')
const ORDER = /^(?:[\p{Script=Han}、 ]{2,40})(?:令|公告|通告)\s*(?:[12]\d{3}年)?\s*第\s*\d{1,5}\s*号$/u
const NUMBER_LABEL = /^[[【［]?(?:发文字号|发布文号|文号|文件编号)[\]】］]?\s*[:：]?\s*(.*)$/

/** 文号 where it is the document's own: in its title, or on a line by itself near the top. */
function numberIn(title: string, head: readonly string[]): string | undefined {
  const titled = IN_TITLE.exec(title)
  if (titled) return titled[1] ?? titled[2]
  const value = labelled(head, NUMBER_LABEL, (text) => OWN_NUMBER.exec(text)?.[1])
  if (value) return value
  for (const [i, line] of head.entries()) {
    const own = OWN_NUMBER.exec(line)?.[1]
    if (own) return own
    if (ORDER.test(line) && line.length <= 50 && !line.includes('关于')) {
      const first = head.slice(0, i).findLastIndex((above) => !ORGAN.test(above) || above.length > 24) + 1
      return [...head.slice(first, i), line].join(' ')
    }
    if (line.length > 60) return undefined // the text has begun: from here on numbers are of other documents
  }
  return undefined
}

const ISSUED_BY = /^[[【［]?(?:发文(?:单位|机构|机关)|发布(?:机构|单位)|制定机关)[\]】］]?\s*[:：]?\s*(.*)$/
const DATED = /^[[【［]?(?:成文日期|发文日期|印发日期|公布日期|发布日期)[\]】］]?\s*[:：]?\s*(.*)$/

/** The value of a label in the head: after it, or on the next line. */
function labelled<T>(
  head: readonly string[],
  label: RegExp,
  understand: (value: string) => T | undefined,
): T | undefined {
  for (const [i, line] of head.entries()) {
    const match = line.length <= 60 ? label.exec(line) : null
    const value = match && understand((match[1] || head[i + 1]) ?? '')
    if (value) return value
  }
  return undefined
}

/** A name of an organ that says whose it is: 市税务局 might be anyone's. */
function organ(name: string): string | undefined {
  const one = name.trim()
  const named = ORGAN.test(one) && one.length <= 60 && /^[\p{Script=Han}（）()·、 ]+$/u.test(one)
  return named && !isRelative(one) ? one.replace(/ +/g, '、') : undefined
}

/** 《某某局关于……的通知》 is by 某某局. */
function inTitle(title: string): string | undefined {
  const before = /^.{2,80}?(?=《?关于)/.exec(title.replace(/^.{1,20}号[-—:：\s]*/, ''))?.[0] ?? ''
  return organ(before.split(/印发|发布|转发|批转|公布/)[0] ?? '')
}

const ENACTED = /^[（(]([^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*(?:通过|公布|发布|批准|修订|修正)[^（）()]*)[）)]$/

/** In characters: the brackets under a law that was changed often. */
const MOST_HISTORY = 800

/** The last day in the brackets below a law's title: （2019年…通过 2021年…修正）; or the day in a title's own brackets. */
function enacted(title: string, head: readonly string[]): string | undefined {
  const line = head.slice(0, 4).find((each) => each.length <= MOST_HISTORY && ENACTED.test(each))
  const acts = line?.split(/(?=\d{4}年)/).filter((act) => /通过|公布|发布|批准|修订|修正/.test(act)) ?? []
  return dateIn(acts.at(-1) ?? '') ?? dateIn(/[（(]([^（）()]*日)[)）]$/.exec(title)?.[1] ?? '')
}

const DECREE = /日\s*(\p{Script=Han}{2,20}?(?:政府|委员会|部|局|署|院))令第\s*(\d{1,5})\s*号(?:公布|发布)/u

/** （2024年11月5日青禾市人民政府令第88号公布）; of what was amended since, the decree is not that of the text. */
function decreeIn(head: readonly string[]): { number: string; issuer: string } | undefined {
  const line = head.slice(0, 4).find((each) => each.length <= MOST_HISTORY && ENACTED.test(each))
  if (!line || /修订|修正|修改/.test(line)) return undefined
  const [, issuer, number] = DECREE.exec(line) ?? []
  return issuer && number ? { issuer, number: `${issuer}令第${number}号` } : undefined
}

function publishedOn(lines: readonly string[]): string | undefined {
  return lines.flatMap((line) => dateIn(line) ?? [])[0]
}

/** “（已被《…》废止）” at the head. */
function repealedIn(head: readonly string[]): string | undefined {
  return head
    .slice(0, 4)
    .flatMap((line) => /已?被《([^《》]{4,90})》.{0,20}?(?:废止|取代|代替|替代)/.exec(line)?.[1] ?? [])[0]
}
