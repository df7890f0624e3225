import type { Catalog } from '../../bot/model/catalog.ts'
import type { StaffRole } from '../../bot/model/role.ts'

/** What one may be in the terminal; `staff` is clerk and handler of every unit at once, as where one desk does it all. */
export type Post = 'entrepreneur' | 'staff' | StaffRole

/** Whom the one human before the terminal plays. */
export interface Persona {
  readonly posts: readonly Post[]
  /** Of a handler: the ids of his units, `*` for all. */
  readonly units: readonly string[]
  readonly name: string
}

/** The staff there are and the units they work for, as the catalogue has them. */
export type Book = Pick<Catalog, 'people' | 'units'>

/** Why a persona cannot be had. */
export type Strange =
  | { readonly wrong: 'post' | 'name'; readonly text: string }
  | { readonly wrong: 'unit'; readonly text: string }
  /** A handler of whom no unit is known. */
  | { readonly wrong: 'no-unit'; readonly text: string }

const POSTS: Readonly<
  Record<Post, { readonly label: string; readonly name: string; readonly also: readonly string[] }>
> = {
  entrepreneur: { label: '企业', name: '张三', also: ['企业家'] },
  staff: { label: '工作人员', name: '王芳', also: [] },
  clerk: { label: '受理员', name: '王芳', also: ['受理'] },
  handler: { label: '承办', name: '陈刚', also: ['承办人', '经办'] },
  supervisor: { label: '督办', name: '赵强', also: [] },
  leader: { label: '领导', name: '周岚', also: [] },
  administrator: { label: '管理员', name: '李明', also: ['admin'] },
}
const NAMES = Object.keys(POSTS) as readonly Post[]

/** The posts there are, as a person may type them. */
export const postNames: readonly string[] = NAMES.map((post) => `${post}（${POSTS[post].label}）`)

/** The entrepreneur who begins where nobody else is named. */
export const somebody: Persona = { posts: ['entrepreneur'], units: [], name: POSTS.entrepreneur.name }

/**
 * Reads `POST[@UNIT][:NAME]`, such as `staff:王芳`, `承办@清欠专班:陈刚` or `督办`, or a name of the directory alone. Who is in
 * the directory has the units it says; of a post without a name, its first.
 */
export function readPersona(text: string, book: Book): Persona | Strange {
  const [, words = '', given = ''] = /^([^:：]*)(?:[:：](.*))?$/su.exec(text.trim().normalize('NFC')) ?? []
  const [who = '', place = ''] = words.split(/[@＠]/u).map((word) => word.trim())
  const name = given.trim()
  const member = book.people.find((one) => one.name === who)
  if (member && place === '' && name === '') return { posts: member.roles, units: unitsOf(member), name: member.name }

  const posts = who.split('+').map((word) => postOf(word.trim().toLowerCase()))
  if (!posts.every((post) => post !== undefined)) return { wrong: 'post', text: who }
  const isKnown = book.people.some((one) => one.name === name)
  if (!isKnown && !/^[\p{L}\p{N}· ._-]{0,20}$/u.test(name)) return { wrong: 'name', text: name }

  const units = place === '' ? [] : place.split(/[,，、]/u).map((word) => unitOf(word.trim(), book))
  const unknown = units.indexOf(undefined)
  if (unknown >= 0) return { wrong: 'unit', text: place.split(/[,，、]/u)[unknown]?.trim() ?? place }
  const known = units.filter((unit) => unit !== undefined)
  const first = memberFor(posts, known, name, book)
  const played = name || first?.name || POSTS[posts[0] ?? 'entrepreneur'].name
  if (!posts.includes('handler')) return { posts, units: [], name: played }
  const works = known.length > 0 ? known : first ? unitsOf(first) : []
  return works.length > 0 ? { posts, units: works, name: played } : { wrong: 'no-unit', text: played }
}

/** Somebody of the directory who fits what was said of him. */
function memberFor(posts: readonly Post[], units: readonly string[], name: string, { people }: Book) {
  return people.find(
    (one) =>
      (name === '' || one.name === name) &&
      posts.every((post) => (one.roles as readonly Post[]).includes(post)) &&
      units.every((unit) => one.units.includes(unit)),
  )
}

function unitsOf({ roles, units }: Book['people'][number]): readonly string[] {
  return roles.includes('handler') ? units : []
}

function postOf(word: string): Post | undefined {
  return NAMES.find((post) => post === word || POSTS[post].label === word || POSTS[post].also.includes(word))
}

function unitOf(word: string, { units }: Book): string | undefined {
  if (word === '*') return word
  return units.find(({ id, name, short, also }) => [id, name, short, ...also].includes(word))?.id
}

/** The persona's chat and sender: `staff:王芳`, `handler@industry:陈刚`. */
export function chatOf({ posts, units, name }: Persona): string {
  return `${posts.join('+')}${units.length > 0 ? `@${units.join(',')}` : ''}:${name}`
}

/** As the prompt shows him: `工作人员·王芳`, `承办（清欠专班）·陈刚`. */
export function labelOf({ posts, units, name }: Persona, book: Book): string {
  const labels = posts.map((post) => POSTS[post].label + (post === 'handler' ? `（${unitLabels(units, book)}）` : ''))
  return `${labels.join('、')}·${name}`
}

function unitLabels(units: readonly string[], book: Book): string {
  return units.map((unit) => (unit === '*' ? '所有单位' : unitLabel(unit, book))).join('、')
}

/** What a unit is called among staff. */
export function unitLabel(id: string, { units }: Book): string {
  return units.find((unit) => unit.id === id)?.short ?? id
}

/** The directory, a post a line. */
export function listBook(book: Book): string[] {
  return NAMES.flatMap((post) => {
    const names = book.people
      .filter(({ roles }) => (roles as readonly Post[]).includes(post))
      .map(({ name, units }) => (post === 'handler' ? `${name}（${unitLabels(units, book)}）` : name))
    return names.length > 0 ? [`${POSTS[post].label}：${names.join('、')}`] : []
  })
}
