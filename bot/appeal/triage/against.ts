import type { Catalog } from '../../model/catalog.ts'

/** A unit named in a text, and where. */
interface Named {
  readonly id: string
  readonly name: string
  readonly from: number
  readonly to: number
}

/** Who of a unit is spoken of. */
const PEOPLE =
  '(?:的?(?:工作人员|办事员|办事人员|执法人员|执法队员|执法队|窗口|大厅|前台|柜台|领导|局长|副局长|主任|科长|股长|处长|所长|队长|书记|专管员|检查组|负责人|干部|同志|科员|人员|人|某?[某甲乙]|那个\\S{1,3})){0,3}'
/** What one does to those who complain of him. */
const WRONGS =
  '乱|罚|没收|查封|扣押|扣了|扣着|扣我|冻结|刁难|推诿|推来推去|踢皮球|扯皮|互相推|敷衍|不作为|慢作为|要钱|要好处|索[要贿]|收[了受]?(?:好处|红包|钱|礼|贿)|吃拿卡要|吃请|好处费|暗示|伸手|卡着|卡我|故意|拖着|拖了|拖欠|一拖再拖|欠|赖账|不给|不付|不办|不批|不理|不管|不受理|不退|不认|不兑现|不回复|不答复|不接|没人接|没人理|不让|不出示|不公|偏袒|包庇|勾结|内定|指定|强制|强迫|逼|威胁|恐吓|打击报复|骂|吼|凶|态度|爱答不理|不耐烦|玩手机|吊销|撤销了我|关停|拆了|强拆|违规|违法|滥用|乱收|多收|收我们?|反复|三天两头|天天来?查|天天检查|来查了|说话不算|出尔反尔|一刀切|失职|渎职|太慢|迟迟|一直没|一直不|至今|半年没|几个月没|白吃|白拿|以权谋私'
/** Named so, a unit is asked for help, and is not the one complained of. */
const ASKED =
  /(?:请求?|望|希望|恳请|盼|麻烦|建议|建议由|让|由|求|联系|转给|转交|交给|提交给|报给|报送|反映给|反映到|反馈给|投诉到|举报到|向|给|通过|经|协调|会同|督促)(?:了|过|一下|贵|我?市|区|县|相关|有关|部门|\s){0,3}$/u
/** Named so, one was there; what happened there comes behind. */
const VISITED =
  /(?:去|到|在|找|问|跑|跑到|跑去|去过|去了|到了|找过|找了|问过|问了|打|打给|咨询)(?:了|过|趟|遍|市|区|县|\s){0,2}$/u
const COMPLAINS = /(?:投诉|举报|控告|检举|状告|告|反映|揭发)(?:一下|的是|对象是?|[:：]|\s|[一-龥]{0,2}[市区县镇])?$/u
const SUFFERED = /(?:被|遭到?|受到?)(?:了|他们|本?[市区县镇]|\s){0,2}$/u
const WRONG_NEXT = new RegExp(`^${PEOPLE}[^，,。；;！!？?\\n]{0,10}?(?:${WRONGS})`, 'u')
/** Of whom one was with: what he did there, also in the next part of the sentence. */
const WRONG_THERE = new RegExp(
  `^[^。！!？?\\n]{0,24}?(?:${PEOPLE.replace('{0,3}', '{1,3}')}|他们|那边|对方|就)[^。！!？?\\n]{0,10}?(?:刁难|推诿|推来推去|踢皮球|要好处|索[要贿]|收[了受]?(?:好处|红包|钱|礼|贿)|吃拿卡要|好处费|暗示|态度|爱答不理|不耐烦|玩手机|骂|吼|凶|不理|故意|卡着|卡我|不办|不批|不受理|威胁|推)`,
  'u',
)

/** The names a unit goes by, without the 市 before them, the longest first. */
function namesOf({ units }: Catalog): readonly { readonly id: string; readonly name: string }[] {
  return units
    .flatMap(({ id, name, short, also }) => {
      const plain = name.replace(/[（(].*[）)]/u, '')
      return [plain, plain.replace(/^市/u, ''), short, ...also].map((one) => ({ id, name: one }))
    })
    .filter(({ name }) => name.length >= 2)
    .sort((a, b) => b.name.length - a.name.length)
}

/** Every place where a unit is named; of names one within another the longest. */
function named(text: string, catalog: Catalog): readonly Named[] {
  const found: Named[] = []
  const taken = new Array<boolean>(text.length).fill(false)
  for (const { id, name } of namesOf(catalog)) {
    for (let from = text.indexOf(name); from >= 0; from = text.indexOf(name, from + 1)) {
      const to = from + name.length
      if (taken.slice(from, to).some(Boolean)) continue
      taken.fill(true, from, to)
      found.push({ id, name, from, to })
    }
  }
  return found.sort((a, b) => a.from - b.from)
}

const LONGEST = 2_000
const fold = (text: string): string => text.slice(0, LONGEST).normalize('NFKC')

/** Every unit that a text names, in whatever part. */
export function unitsNamed(text: string, catalog: Catalog): string[] {
  return [...new Set(named(fold(text), catalog).map(({ id }) => id))]
}

/**
 * The units complained of in what is told: 被XX局罚款, XX局工作人员要好处费, 投诉XX局; not those merely named (去XX局问过, 请XX局帮忙).
 */
export function unitsAgainst(text: string, catalog: Catalog): string[] {
  const said = fold(text)
  const complained = named(said, catalog).filter(({ from, to }) => {
    const before = said.slice(Math.max(0, from - 8), from)
    const after = said.slice(to, to + 60)
    if (ASKED.test(before)) return false
    if (COMPLAINS.test(before) || SUFFERED.test(before)) return true
    return VISITED.test(before) ? WRONG_THERE.test(after) : WRONG_NEXT.test(after)
  })
  return [...new Set(complained.map(({ id }) => id))]
}

/** The units the entrepreneur says he has been to, but for those that told him it is none of theirs. */
export function unitsVisited(text: string, catalog: Catalog): string[] {
  const said = fold(text)
  const been = named(said, catalog).filter(({ from, to }) => {
    const before = said.slice(Math.max(0, from - 8), from)
    return VISITED.test(before) && !/不归|不管|没权|不是他们|管不了|不负责/u.test(said.slice(to, to + 30))
  })
  return [...new Set(been.map(({ id }) => id))]
}
