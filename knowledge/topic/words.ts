import { normalize } from '../text/normalize.ts'
import { ASPECTS, CUES } from './aspects.ts'

/** Points at what was spoken of, and has no subject of its own. 那个体户 is 那 and 个体户. */
const POINTING =
  /(?:这|那|该|此|上述|刚才(?:说)?的?)(?:一)?(?:个(?!体)|份|项|条|种|类|部)?(?:政策|文件|规定|办法|通知|条例|公告|法规|法律|法|事情|事|业务)?|[它其](?:们)?/gu
const OPENING =
  /^(?:那么?(?!个体)|那(?=个体)|还有|另外|然后|再问(?:一?下|个)?|请问|我想(?:问|知道|了解)(?:一?下)?|想问(?:一?下)?|顺便问(?:一?下)?|就是|对了|哦|嗯|好的?|额|呃)/u
const PARTICLES =
  /我们|咱们?|(?<!所)得|[的了吗呢吧啊呀嘛么哦是有要能会可以需也都就还再又请我和跟与对于,.。?!;:、\s"'()《》]|别的|其他|一般(?!纳税人)|最[长短多少高低快晚迟早]|大概|大约|一共|总共|到底|具体|分别|什么|哪些|啥|多少|申请|申报|办理|办|享受|领取|领|一下|没有/gu
/** Who it is asked for: a refinement, and no subject of its own. */
const AUDIENCE =
  /个体(?:工商)?户?|(?:中小微?|小微|小型微利|小|微型|中型|大型?|民营|私营|国有|外资|外商|台资|港资|外地|本地|初创|科技型?|高新技术|高新|规上|规模以上|制造业?|服务业?|餐饮|建筑|外贸|出口|农业|新注册的?|新办)(?:企业|公司|单位|店|厂)?|(?:一般|小规模)纳税人|民企|国企|央企|外企|农民工|大学生|毕业生|应届生|退役军人|残疾人|失业人员|员工|职工|个人|老板|农户|合作社|社会组织|民办非企业|分公司|子公司|企业(?!所得税)|公司/gu

/** The half of a question that is its own: what it asks of, without pointing, politeness and what it wants to know. */
export function subjectOf(question: string): string {
  return withoutAspects(withoutOpening(question)).replace(POINTING, '').replace(PARTICLES, '')
}

/** The same, to be read: only what was asked of it is taken out. */
export function matterOf(question: string): string {
  const matter = withoutAspects(withoutOpening(question)).replace(
    /[\s?!。,.;吗呢吧啊呀嘛么的了是要得需能会可有请]+$/u,
    '',
  )
  return matter || question
}

/** What of a subject tells for whom it is asked. */
export function audienceIn(text: string): string[] {
  return text.match(AUDIENCE) ?? []
}

export function withoutAudience(text: string): string {
  return text.replace(AUDIENCE, '')
}

/** Opens or closes as one does who goes on about the same (那…, …呢). */
export function goesOn(question: string): boolean {
  const normal = normalize(question).replace(/[\s?!。.,]+$/u, '')
  return /^(?:那|还有|另外|然后|这个|它|该)/u.test(normal) || /呢$/u.test(normal)
}

function withoutOpening(question: string): string {
  let rest = normalize(question).trim()
  for (let i = 0; i < 4; i += 1) rest = rest.replace(OPENING, '').replace(/^[,,\s]+/u, '')
  return rest
}

function withoutAspects(normal: string): string {
  return ASPECTS.reduce((rest, aspect) => rest.replace(new RegExp(CUES[aspect].asked.source, 'gu'), ''), normal)
}
