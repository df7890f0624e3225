import type { InlineQueryResult } from 'grammy/types'
import type { Said } from '../../bot/model/message.ts'
import type { Notice } from '../../bot/model/reply.ts'
import { wellFormed } from '../../bot/model/tame.ts'
import type { LookUp } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { ownChat, targetOf } from './address.ts'
import type { Client } from './client.ts'
import type { Heard } from './hear.ts'
import { LONGEST_TEXT, shorten } from './split.ts'
import { texts } from './texts.ts'
import { describe, TelegramError } from './trouble.ts'

/**
 * What is said beside the conversation, is kept nowhere and may be lost: a flash before whoever pressed a button, what
 * is offered while somebody types, a word to whoever cannot be served. None of it rejects.
 */
export interface Asides {
  /** Ends the waiting of whoever pressed a button. */
  answer(press: string, notice: Notice | undefined): void
  lookUp(heard: Heard & { kind: 'looks-up' }): void
  /** Tells somebody who hides behind his group, once in an hour, that he is not served like that. */
  unmask(heard: Heard & { kind: 'hidden' }): void
  tellNotTaken(said: Said): void
  readonly notTaken: Notice
  /** When all that is under way has ended. */
  settled(): Promise<void>
}

/** Bot API, answerCallbackQuery: at most 200 characters. */
const LONGEST_NOTICE = 200
/** So long a press can be answered: then its button no longer waits. */
const PRESS_MS = 15_000
const UNMASK_MS = 3_600_000
const MOST_RESULTS = 20

export function createAsides(options: {
  readonly client: Client
  readonly clock: Clock
  readonly lookUp: LookUp
  readonly log: (line: string) => void
}): Asides {
  const { client, clock, log } = options
  const underWay = new Set<Promise<void>>()
  const unmasked = new Map<string, number>()
  const nowMs = () => Date.parse(clock.now())

  function beside(what: string, run: () => Promise<unknown>): void {
    const running = run()
      .then(
        () => undefined,
        (error: unknown) => {
          const why =
            error instanceof TelegramError ? describe(error.trouble) : error instanceof Error ? error.name : ''
          // Whoever presses and turns away hears nothing: that is no trouble.
          if (!/query is too old|query ID is invalid/i.test(why)) log(`telegram: ${what} was lost: ${why}`)
        },
      )
      .finally(() => underWay.delete(running))
    underWay.add(running)
  }

  const say = (chat: string, text: string, answering?: string) => async () => {
    const target = targetOf(chat)
    const reply = answering === undefined ? {} : { reply_parameters: { message_id: Number(answering) } }
    if (target) {
      await client.ask('sendMessage', (api, signal) => api.sendMessage({ ...target, text, ...reply }, signal), Boolean)
    }
  }

  /** Tries again while it still can arrive, for a press may have no other answer than this. */
  async function flash(press: string, notice: Notice | undefined): Promise<void> {
    const until = nowMs() + PRESS_MS
    const text = notice && shorten({ text: wellFormed(notice.text), entities: [] }, LONGEST_NOTICE).text
    const answer = {
      callback_query_id: press,
      ...(text && { text }),
      ...(notice?.alert && { show_alert: true }),
    }
    for (let wait = 500; ; wait *= 2) {
      try {
        await client.ask('answerCallbackQuery', (api, signal) => api.answerCallbackQuery(answer, signal), Boolean)
        return
      } catch (error) {
        const trouble = error instanceof TelegramError ? error.trouble : undefined
        const pause = trouble?.kind === 'slow' ? trouble.afterMs : wait
        if (!trouble || trouble.kind === 'refused' || nowMs() + pause > until) throw error
        await clock.sleep(pause, NEVER)
      }
    }
  }

  async function offer({ query, sender, question }: Heard & { kind: 'looks-up' }): Promise<void> {
    const found = question === '' ? [] : await options.lookUp(ownChat(sender), sender, question)
    const results = found === 'not-staff' ? [] : found.slice(0, MOST_RESULTS).map(article)
    await client.ask(
      'answerInlineQuery',
      (api, s) => api.answerInlineQuery({ inline_query_id: query, results, cache_time: 0, is_personal: true }, s),
      Boolean,
    )
  }

  return {
    answer: (press, notice) => beside('the answer to a press', () => flash(press, notice)),
    lookUp: (heard) => beside('what was looked up', () => offer(heard)),
    unmask({ at, message }) {
      if (nowMs() < (unmasked.get(at.chat) ?? 0)) return
      for (const [chat, until] of unmasked) if (until <= nowMs() || until > nowMs() + UNMASK_MS) unmasked.delete(chat)
      unmasked.set(at.chat, nowMs() + UNMASK_MS)
      beside('a word to a hidden member', say(at.chat, texts.hidden, String(message)))
    },
    tellNotTaken: ({ from, receipt }) =>
      beside('that something was not taken', say(from.chat, texts.notTaken, receipt?.message)),
    notTaken: { text: texts.notTaken, alert: true },
    async settled() {
      await Promise.all(underWay)
    },
  }
}

const NEVER = new AbortController().signal

function article({ id, title, text }: { id: string; title: string; text: string }): InlineQueryResult {
  const whole = shorten({ text: wellFormed(text), entities: [] }, LONGEST_TEXT).text
  return {
    type: 'article',
    id: Buffer.byteLength(id) <= 64 ? id : id.slice(0, 16),
    title: wellFormed(title),
    description: shorten({ text: whole, entities: [] }, 120).text,
    input_message_content: { message_text: whole, link_preview_options: { is_disabled: true } },
  }
}
