import { showNumber } from '../../appeal/reference.ts'
import type { Appeal } from '../../model/appeal.ts'
import type { Template } from '../../model/catalog.ts'
import { staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Turn } from '../turn.ts'
import { answer, offer } from './acting.ts'
import { unitName } from './announce.ts'

const BLANK = /\{([^{}]{1,20})\}/gu

export function templateOf(turn: Turn, id: string): Template | undefined {
  return turn.desk.catalog.templates.find((one) => one.id === id)
}

/** All there are, to choose from. */
export function listTemplates(turn: Turn, appeal: Appeal): void {
  const { templates } = turn.desk.catalog
  if (templates.length === 0) return answer(turn, appeal, staffText.noTemplates, true)
  offer(
    turn,
    appeal,
    staffText.templates,
    templates.map(({ id, name, for: command }) =>
      choice(`${staffText.COMMAND[command]}·${name}`.slice(0, 40), 'template', appeal.number, id),
    ),
  )
}

/** What the house knows stands in it already. */
export function prefilled(turn: Turn, appeal: Appeal, { text }: Template): string {
  const { respondent } = appeal.personal?.particulars ?? {}
  const known: Readonly<Record<string, string | undefined>> = {
    编号: showNumber(appeal.number),
    承办单位: unitName(turn, appeal.unit),
    对方: respondent,
  }
  return text.replace(BLANK, (blank, name: string) => known[name] ?? blank)
}

/** The blanks still open, in their order, each once. */
export function blanksIn(text: string): string[] {
  return [...new Set([...text.matchAll(BLANK)].map(([, name = '']) => name))]
}

/** The text with what was written for its blanks; null where it is not as many as there are. */
export function filledIn(text: string, written: string): { readonly text: string } | { readonly got: number } {
  const names = blanksIn(text)
  const parts = (names.length === 1 ? [written] : written.split(/[;；\n]+/u)).map((part) => part.trim())
  const values = parts.filter((part) => part !== '')
  if (values.length !== names.length) return { got: values.length }
  return { text: text.replace(BLANK, (_, name: string) => values[names.indexOf(name)] ?? '') }
}
