import { showHead } from '../../appeal/chain.ts'
import { showNumber } from '../../appeal/reference.ts'
import type { Appeal } from '../../model/appeal.ts'
import type { Letter } from '../../model/letter.ts'
import { myDataText } from '../../texts/zh-cn.ts'
import { unitName } from '../staff/announce.ts'
import type { Turn } from '../turn.ts'
import { ownOf } from './own.ts'
import { exchangeOf } from './told.ts'

/** All that is kept of the speaker, for paper; undefined while his appeals' histories have yet to be read. */
export function myLetter(turn: Turn): Letter | undefined {
  const { person, today, desk } = turn
  const own = ownOf(turn)
  const histories = own.map(({ number }) => turn.read({ kind: 'history', number }))
  if (histories.some((one) => one === undefined)) return undefined
  const parts = own.flatMap((appeal, i) => appealParts(turn, appeal, histories[i]?.events ?? []))
  return {
    name: myDataText.FILE,
    title: myDataText.FILE,
    parts: [...myDataText.personParts(person, desk.catalog, today), ...parts],
  }
}

function appealParts(turn: Turn, appeal: Appeal, events: Parameters<typeof exchangeOf>[0]): Letter['parts'] {
  return myDataText.appealParts(appeal, {
    number: showNumber(appeal.number),
    unit: unitName(turn, appeal.unit),
    head: appeal.head && showHead(appeal.head.hash),
    exchange: exchangeOf(events),
    today: turn.today,
  })
}
