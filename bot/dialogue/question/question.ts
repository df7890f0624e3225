/** Telephone numbers, and the words that introduce them; of no use to a search. */
const PHONE = /(?:我的?)?(?:手机|电话|联系方式)?(?:号码?)?(?:是|[:：])?\s*(?<!\d)1[3-9]\d{9}(?!\d)[,，。;；\s]*/gu
const OATHS = /(?:他|你)妈的?|妈的|操你妈?|草泥马|傻[逼屄b]|特么的?|狗屁|\b(?:tmd|nmd|fuck(?:ing)?|shit|sb)\b/giu
/** “不是，我问的是……”: what comes after it is the question. */
const RESTATES = /^(?:不是|不对)?[,，。\s]*我(?:是|就是)?(?:想|要)?问的?(?:就?是|一下)?[,，:：\s]*(?=\S{2})/u

/** The question in a line, without what would only lead a search astray. Never empty where the line is not. */
export function questionIn(line: string): string {
  const question = line.replace(PHONE, ' ').replace(OATHS, '').trim().replace(RESTATES, '').trim()
  return question || line
}

const ARTICLE =
  '第?[零〇一二三四五六七八九十百千\\d]{1,8}条(?:之[一二三四五六七八九十\\d]+)?(?:第[一二三四五六七八九十\\d]+[款项])*'
const CITES = new RegExp(
  `^.{0,6}(?:《[^《》]{2,60}》|[\\p{Script=Han}]{1,40}?(?:法典?|条例|规定|办法|细则|解释)|\\p{Script=Han}{2,16}\\S{0,10}\\d{1,5}号令?)(?:的)?(${ARTICLE})(.{0,12})$`,
  'u',
)

/** Asks for an article by its law and number (民法典第1165条怎么说), whatever its words would otherwise tell. */
export const citesArticle = (line: string): boolean => CITES.test(line)

const ENDS_ASKING =
  /(?:[吗呢么]|多少钱?|多久|几[天倍个号点成]|哪[里儿些个]|怎么[办说算]|(?:什么|哪些|啥)(?:政策|补贴|材料|条件)?|\?)[?。!]*$/u

export const endsAsking = (line: string): boolean => ENDS_ASKING.test(line)

const TOPIC =
  /(?:补贴|补助|奖励|返还|优惠|政策|标准|流程|材料|条件|办法|手续|费用|时间|电话|地址|税率|期限|时效|比例|几[号点月])$/u

const TROUBLE = /[欠拖赖骗扣罚告打砸封停压卡不没无被]|讨|投诉|举报/u

/** Words that nobody uses who only asks. */
export const soundsLikeTrouble = (line: string): boolean => TROUBLE.test(line)

/** A bare topic (招人补贴标准, 试用期): it asks, and tells of nothing to register. */
export function namesTopic(line: string): boolean {
  return (
    (line.length <= 12 && TOPIC.test(line)) ||
    (line.length <= 5 && !soundsLikeTrouble(line)) ||
    !/\p{Script=Han}/u.test(line)
  )
}

/** 交不交, 有没有: a short line with it asks, even where its other words tell. */
export const asksWhether = (line: string): boolean => line.length <= 20 && /(\p{Script=Han})[不没]\1/u.test(line)
