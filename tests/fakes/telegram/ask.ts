import { isFields } from './params.ts'
import { badRequest } from './refusal.ts'
import type { Methods } from './send.ts'
import type { CallbackQuery, InlineQuery, User } from './types.ts'
import type { UpdateQueue } from './updates.ts'
import type { World } from './world.ts'

const LONGEST_NOTICE = 200
const MOST_RESULTS = 50

/** What a person sees who pressed a button. */
export interface Answer {
  readonly text: string
  /** It has to be closed, and does not just flash by. */
  readonly alert: boolean
}

export interface InlineResult {
  readonly id: string
  readonly title: string
  readonly description: string
  /** What would be sent if this were chosen. */
  readonly text: string
}

export interface Questions {
  /** Null when no answer came while the query lived. */
  press(query: Omit<CallbackQuery, 'id'>): Promise<Answer | null>
  ask(query: Omit<InlineQuery, 'id'>): Promise<readonly InlineResult[] | null>
  chosen(result: string, from: User, query: string): void
  readonly methods: Methods
}

interface Open<T> {
  readonly until: number
  readonly answer: (answer: T) => void
}

/** Queries of buttons and of inline mode: each wants one answer, soon. */
export function createQuestions(world: World, updates: UpdateQueue, lifeMs: number): Questions {
  const pressed = new Map<string, Open<Answer>>()
  const asked = new Map<string, Open<readonly InlineResult[]>>()
  const tooOld = () => badRequest('query is too old and response timeout expired or query ID is invalid')

  function open<T>(queries: Map<string, Open<T>>, begin: (id: string) => void): Promise<T | null> {
    const id = `${world.now()}${world.nextId()}`
    return new Promise((resolve) => {
      const over = setTimeout(() => {
        queries.delete(id)
        resolve(null)
      }, lifeMs)
      over.unref()
      const answer = (given: T) => {
        clearTimeout(over)
        queries.delete(id)
        resolve(given)
        world.changed()
      }
      queries.set(id, { until: world.now() + lifeMs, answer })
      begin(id)
    })
  }

  function openQuery<T>(queries: Map<string, Open<T>>, id: string): Open<T> {
    const query = queries.get(id)
    if (!query || query.until < world.now()) throw tooOld()
    return query
  }

  return {
    press: (query) => open(pressed, (id) => updates.push('callback_query', { id, ...query })),
    ask: (query) => open(asked, (id) => updates.push('inline_query', { id, ...query })),
    chosen: (result_id, from, query) => updates.push('chosen_inline_result', { result_id, from, query }),
    methods: {
      answercallbackquery(params) {
        const text = params.text('text')
        if (text.length > LONGEST_NOTICE) throw badRequest('MESSAGE_TOO_LONG')
        openQuery(pressed, params.text('callback_query_id')).answer({ text, alert: params.flag('show_alert') })
        return true
      },
      answerinlinequery(params) {
        const given = params.json('results')
        if (!Array.isArray(given)) throw badRequest('expected an Array of inline query results')
        if (given.length > MOST_RESULTS) throw badRequest('RESULTS_TOO_MUCH')
        const results = given.map(readResult)
        if (new Set(results.map(({ id }) => id)).size < results.length) throw badRequest('RESULT_ID_DUPLICATE')
        openQuery(asked, params.text('inline_query_id')).answer(results)
        return true
      },
    },
  }
}

function readResult(value: unknown): InlineResult {
  const parse = (why: string) => badRequest(`can't parse inline query result: ${why}`)
  if (!isFields(value)) throw parse('Inline query result must be an object')
  const { type, id, title, description, input_message_content: content } = value
  if (typeof id !== 'string' || id === '' || Buffer.byteLength(id) > 64) throw badRequest('RESULT_ID_INVALID')
  if (type !== 'article') throw parse('this fake knows articles only')
  if (typeof title !== 'string' || title === '') throw badRequest('ARTICLE_TITLE_EMPTY')
  const text = isFields(content) ? content['message_text'] : undefined
  if (typeof text !== 'string') throw parse('Can\'t find field "input_message_content"')
  if (text.trim() === '') throw badRequest('message text is empty')
  if (text.length > 4096) throw badRequest('MESSAGE_TOO_LONG')
  return { id, title, description: String(description ?? ''), text }
}
