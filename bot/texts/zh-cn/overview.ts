import { type CalendarDate, dateOf, type Instant, timeOf } from '../../model/instant.ts'
import type { PageName } from '../../ports/overview.ts'

/** What the pages of the console say. */
export const PAGE: Readonly<Record<PageName, string>> = {
  today: '今日',
  board: '期限',
  ledger: '台账',
  topics: '热点',
  rates: '三率',
  gaps: '未答问题',
  documents: '政策文件',
  channels: '渠道消息',
}
export const TITLE: Readonly<Record<PageName, string>> = {
  today: '今日概况',
  board: '办理期限',
  ledger: '诉求台账',
  topics: '热点诉求',
  rates: '承办单位三率',
  gaps: '没答上来的问题',
  documents: '政策文件',
  channels: '渠道和消息',
}

/** 11月23日 14:05 */
export const asOf = (at: Instant): string => `数据截至 ${dayOf(dateOf(at))} ${timeOf(at)}`

/** 11月23日 */
export function dayOf(date: CalendarDate): string {
  const [, month, dom] = date.split('-').map(Number)
  return `${month}月${dom}日`
}
export const dated = (date: CalendarDate, today: CalendarDate): string =>
  date.slice(0, 4) === today.slice(0, 4) ? dayOf(date) : `${date.slice(0, 4)}年${dayOf(date)}`
export const timed = (at: Instant, today: CalendarDate): string => `${dated(dateOf(at), today)} ${timeOf(at)}`

export const NONE = '—'
export const of = (count: number): string => `${count} 件`

/** How soon something is due. */
export const BUCKET = {
  late: '已逾期',
  today: '今天到期',
  '3d': '3 天内',
  '7d': '一周内',
  later: '一周以后',
  none: '不计期限',
} as const

export const DUE_IS =
  '期限：告知是否受理、转交承办单位、答复办理结果三项中还没有做到的、最早的一项（延期、补正、重办后按新期限）；“3 天内”不含今天，“一周内”不含 3 天内，都按自然日数。'
export const NO_DUE =
  '不计期限：等企业补正、已答复待审核或待评价等，这时没有要在期限前做到的事（法律规定不能暂停的期限照算）。'
export const SEEN_IS = '举报和要求保密的不显示内容和身份；与您本人有关、按规定应当回避的不计在内。'

/* 今日 */
export const NOW_HEADING = '现在'
export const TODAY_HEADING = '今天'
export const MORE_HEADING = '另外'
export const F = {
  fresh: '新登记',
  accepted: '受理',
  resolved: '办结',
  open: '在办',
  dueToday: '今天到期',
  late: '已逾期',
  satisfaction: '满意率',
  gaps: '没答上来的问题',
  pending: '等着发出的消息',
} as const
const yesterday = (count: number): string => `昨天 ${count} 件`
export const freshIs = (before: number): string => `今天 0 点起登记的诉求；${yesterday(before)}`
export const acceptedIs = (before: number): string => `今天决定受理的；${yesterday(before)}`
export const resolvedIs = (before: number): string => `今天有结果并结案的；${yesterday(before)}`
export const openIs = '登记以后还没有结案的，含待评价'
export const dueTodayIs = '在办诉求中，最早的期限是今天的'
export const lateIs = '在办诉求中，期限已经过了还没有做到的'
export const satisfactionIs = (from: CalendarDate): string =>
  `本月（${dayOf(from)}起）评价中“满意”和“基本满意”的；每次评价都算`
export const gapsIs = '现在还没有答复的，意思相同的算一组'
export const groups = (count: number): string => `${count} 组`
export const messages = (count: number): string => `${count} 条`
export const pendingIs = (parked: number): string =>
  parked > 0 ? `现在还没发到对方的；另有 ${parked} 条发不出去，已搁置` : '现在还没发到对方的；没有搁置的'

export const WEEK_HEADING = '最近 7 天'
export const WEEK_COLUMNS = ['日期', '新登记', '受理', '办结'] as const
export const URGENT_HEADING = '最急的'
export const urgentNote = (shown: number, all: number): string =>
  all > shown ? `逾期最久的排在最前，列出 ${shown} 件，共 ${all} 件逾期或今天到期` : '逾期最久的排在最前'
export const URGENT_COLUMNS = ['编号', '期限', '要做的', '在谁那里', '领域', '状态'] as const
export const URGENT_NONE = '没有逾期的，也没有今天到期的。'
export const lateBy = (days: number): string => (days > 0 ? `逾期 ${days} 天` : '已逾期')

/* 期限 */
export const BOARD_HEADING = '各单位在办件数'
export const BOARD_UNIT = '单位'
export const ALL = '合计'
export const BOARD_NONE = '现在没有在办的诉求。'
export const LANES_HEADING = '按单位逐件看'
export const INTAKE = '受理组（还没有派单）'

/* 台账 */
export const FIELD = {
  state: '状态',
  due: '期限',
  unit: '单位',
  category: '领域',
  kind: '类型',
  area: '区域',
  on: '日期按',
  from: '从',
  to: '到',
} as const
export const NUMBER = '编号'
export const ANY = '不限'
export const OPEN = '在办（未结案）'
export const OVER = '已结案'
export const ON = {
  registered: '登记',
  accepted: '受理',
  dispatched: '派单',
  concluded: '答复',
  resolved: '办结',
  rated: '评价',
} as const
export const FILTERS = '筛选'
export const FILTER = '查看'
export const LEDGER_NONE = '没有符合条件的诉求。'
export const found = (total: number): string => `符合条件的 ${total} 件`
export const sortedByDue = '期限近的在前'
export const sortedByDay = '登记晚的在前'
export const ignored = (labels: readonly string[]): string => `看不懂的条件没有用：${labels.join('、')}。`
export const onlyTopic = (label: string): string => `只看热点“${label}”里的诉求。`
export const onlyNumber = (number: string): string => `只看编号 ${number}。`
export const page = (page: number, pages: number): string => `第 ${page} 页，共 ${pages} 页`
export const MASKED =
  '企业名称、联系人、电话以及内容中能认出人的部分已隐去。按单位筛选时，还没有派单的算受理组；表里写的是建议派到的单位。'
export const exportNote = (total: number): string =>
  `导出上面筛出的 ${total} 件，和这里一样隐去姓名和电话；谁在什么时候导出会记下来。`

/* 热点、三率 */
export const PERIOD = '时间'
export const WHICH_PERIOD = '选择时间'
export const THIS = { week: '本周', month: '本月', quarter: '本季度' } as const
export const LAST = { week: '上周', month: '上月', quarter: '上季度' } as const
export const running = (from: CalendarDate, to: CalendarDate): string =>
  `这一期还没有结束，按到现在为止的算；上期取相同天数：${dayOf(from)}—${dayOf(to)}。`
export const TOPICS_HEADING = '热点'
export const TOPICS_NONE = '这一期没有三件以上说的是同一类事的诉求。'
export const TOPICS_IS =
  '热点：把期内登记的诉求中说法相近的归在一起，三件以上才算；取最近登记的 3000 件来归。举报和要求保密的不参加。'
export const TOPIC_COLUMNS = ['热点', '件数'] as const
export const KINDS_HEADING = '按类型'
export const CATEGORIES_HEADING = '按领域'
export const KIND_COLUMNS = ['类型', '本期', '上期'] as const
export const CATEGORY_COLUMNS = ['领域', '本期', '上期'] as const
export const RECEIVED_IS = '件数是期内登记的诉求，不论后来怎样。'
export const RECEIVED_NONE = '这一期没有登记诉求。'

export const RATES_OVERALL = '全市'
export const RATES_HEADING = '三率'
export const RATES_NONE = '这一期没有单位派到、答复或者被评价过诉求。'
export const RATE_COLUMNS = ['承办单位', '派单', '响应率', '解决率', '满意率'] as const
export const TREND_HEADING = '近六期收到与办结'
export const TREND_COLUMNS = ['时间', '收到', '办结'] as const
export const DEFINITIONS_HEADING = '口径'
export const R = {
  received: '收到',
  resolved: '办结',
  promised: '按承诺期限答复',
  legal: '未超过法定期限',
  satisfaction: '满意率',
  overdue: '逾期未答复',
} as const
export const before = (text: string): string => `上期 ${text}`
export const overdueIs = (running: boolean): string => (running ? '现在在办的' : '期末在办的')
export const RATES_CHART = '各承办单位的响应率、解决率、满意率（柱状图，数字见下表）'
export const TREND_CHART = '近六期收到与办结的件数（折线图，数字见下表）'
export const KINDS_CHART = '收到诉求按类型的件数（柱状图，数字见下表）'
export const CATEGORIES_CHART = '收到诉求按领域的件数（柱状图，数字见下表）'

/* 未答问题 */
export const GAPS_HEADING = '问的人多的在前'
export const gapsNote = (total: number, shown: number): string =>
  `共 ${total} 组${total > shown ? `，列出 ${shown} 组` : ''}；姓名、电话、企业名已隐去。要写答复，请在 Telegram 里发 /gaps。`
export const GAP_COLUMNS = ['问题', '人数', '次数', '最近', '为什么', '最接近的资料'] as const
export const GAPS_NONE = '目前没有答不上来的问题。'
export const GAP_WHY = { refused: '没把握', hedged: '答得没底', unhelpful: '说没帮上忙' } as const
export const proposedIs = '同事写好的答复，等另一位核准（Telegram 里发“问答”）'
export const PROPOSED = '等核准的答复'
export const GAPS = '没答上来的'
export const answers = (count: number): string => `${count} 条`

/* 政策文件 */
export const NO_DOCUMENTS = '这个程序只管网页，没有载入政策文件；请在收发消息的那个程序上看，或在 Telegram 里发 /kb。'
export const D = {
  generation: '现在用的',
  documents: '文件',
  golden: '例题',
  faulty: '没有用上的',
  overdue: '该复核的',
} as const
export const generation = (number: number): string => `第 ${number} 版`
export const files = (count: number): string => `${count} 份`
export const passages = (count: number): string => `共 ${count} 段`
export const places = (count: number): string => `${count} 处`
export const golden = (right: number, asked: number): string => `${right}/${asked}`
export const goldenIs = '例题中答对的'
export const faultyIs = '读不懂或有问题、没有用来回答的'
export const overdueReviewIs = '过了复核日期的'
export const builtAt = (at: string, today: CalendarDate, by?: string, forced = false): string =>
  `${timed(at, today)} ${by ? `由${by}` : '启动时'}${forced ? '强制' : ''}载入`
export const builtAtStart = '启动时载入'
export const pinned = '这一版是退回来的，重新载入之前不会变'
export const refusedAt = (at: string, today: CalendarDate): string =>
  `${timed(at, today)} 的载入没有启用：会丢原来答得上的。要看会丢什么，请在 Telegram 里发 /reload。`
export const QUARANTINE_HEADING = '没有用上的'
export const QUARANTINE_COLUMNS = ['文件', '行', '原因', '怎么办'] as const
export const QUARANTINE_NONE = '所有文件都用上了。'
export const REVIEWS_HEADING = '过了复核日期的'
export const REVIEW_COLUMNS = ['文件', '复核日期', '维护人'] as const
export const REVIEWS_NONE = '没有过了复核日期的文件。'
export const KEPT_HEADING = '留着的版本'
export const KEPT_COLUMNS = ['版本', '什么时候载入', '谁'] as const
export const KEPT_NONE = '没有别的版本。'
export const IN_USE = '（在用）'
export const AT_START = '启动时'

/* 渠道消息 */
export const CHANNELS_HEADING = '渠道'
export const CHANNEL_COLUMNS = ['渠道', '状态', '从什么时候', '原因'] as const
export const CHANNELS_NONE = '这个程序不收发消息，看不到渠道的状态；请在 Telegram 里发 /status。'
export const UP = '正常'
export const DOWN = '连不上'
export const WAITING_HEADING = '等着发的消息'
export const WAITING_COLUMNS = ['渠道', '条数', '最早的从', '原因'] as const
export const WAITING_NONE = '没有卡住的消息。'
export const WAITING_IS = '到时会自己发出去；没有写原因的正在路上，不列在这里。'
export const GIVEN_HEADING = '搁置的消息'
export const GIVEN_COLUMNS = ['渠道', '从什么时候', '原因'] as const
export const GIVEN_NONE = '没有搁置的消息。'
export const givenNote = (total: number, shown: number): string =>
  `${total > shown ? `列出最早的 ${shown} 条，共 ${total} 条。` : ''}原因排除以后，在 Telegram 里发 /parked，点“重新发送”。`
export const C = { pending: '等着发出', parked: '搁置', backup: '上次备份', disk: '磁盘剩余' } as const
export const pendingNow = '已经决定要发、还没有发到的'
export const parkedNow = '试了多次发不出去、不再试的'
export const noBackup = '还没有'
export const backupIs = '备份做好的时间'
export const backupOld = (days: number): string => `已过 ${days} 天，请尽快备份`
export const diskIs = (total: string): string => `共 ${total}`
export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e10 ? 1 : 0)} GB`

export const tooMany = (total: number, most: number): string =>
  `符合条件的有 ${total} 件，一次最多导出 ${most} 件，请按时间、单位或领域分开导出。`
