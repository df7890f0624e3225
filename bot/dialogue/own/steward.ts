import { talk } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import { readAnswer } from '../reading/index.ts'
import type { Turn } from '../turn.ts'

const ASKS =
  /^(?:找|问|查|我要找?)?(?:.{2,9}[区县市])?的?(?:项目|企业)?管家[?。!]*$|谁(?:负责|管)(?:我们?|咱们?)(?:这个|这)?区|(?:我|我们|咱们|企业|公司|项目)的?(?:项目)?管家|(?:谁|哪位|哪个)是.{0,6}管家|管家(?:是谁|电话|是哪位|怎么联系|叫什么)|(?:有没有|有)(?:人|谁|专人|专员).{0,4}(?:联系|对接|服务|负责)(?:我们?|企业|咱们)|谁(?:专门)?(?:负责)?(?:联系|对接)(?:我们|企业)/u
const LONGEST = 40

/** Whether it asks for him. */
export const isAboutSteward = (line: string): boolean => line.length <= LONGEST && ASKS.test(line)

/** 项目管家: who looks after the enterprises of his district. */
export function asksForSteward(turn: Turn, { line }: Heard): boolean {
  if (!isAboutSteward(line)) return false
  const named = readAnswer('area', line, turn.desk.catalog, turn.today)
  const area = 'value' in named ? named.value : (turn.person.profile?.area ?? turn.person.known.area)
  if (area === undefined) askArea(turn)
  else stewardOf(turn, area)
  return true
}

function askArea(turn: Turn): void {
  const areas = turn.desk.catalog.stewards.map(({ area }) => choice(area, 'steward', area))
  turn.say(talk.stewardArea, areas.slice(0, 12))
  turn.wait({ for: 'steward' })
}

export function takeStewardArea(turn: Turn, { line }: Heard): boolean {
  const area = readAnswer('area', line, turn.desk.catalog, turn.today)
  if (!('value' in area) || line.length > 12) return false
  stewardOf(turn, area.value)
  return true
}

export function stewardOf(turn: Turn, area: string): void {
  const { catalog } = turn.desk
  const steward = catalog.stewards.find((one) => one.area === area)
  if (!steward) return turn.say(talk.noSteward(area, catalog))
  const unit = catalog.units.find(({ id }) => id === steward.unit)?.name
  turn.say(talk.steward({ ...steward, unit }))
}
