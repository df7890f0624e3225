import { isNoValue } from './no-value.ts'
import { withSpokenDigits } from './phone.ts'
import { fold, HAN, STOPS } from './text.ts'

/** The surnames of about 97 in 100 people; one that is missing costs a question, one too many a false name. */
const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫柏宗瞿桂佟应臧闵苟邬边卞姬师仇栾隋商刁荣巫寇桑郎甄丛虞敖佘池迟邝封匡鞠惠荆乐冀郁胥储燕楚鄢劳谌奚'
const COMPOUND =
  '欧阳|司马|上官|诸葛|司徒|东方|独孤|南宫|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|轩辕|端木|澹台|淳于|呼延|钟离|赫连|濮阳|万俟|闻人|申屠|公冶|鲜于|闾丘|亓官|颛孙|漆雕|拓跋|夹谷'
const NAME = `(?:${COMPOUND}|[${SURNAMES}])[${HAN}]{1,2}`
const NAME_ENDS = `(?=$|[^${HAN}]|是|在|的|来|电|手|联|从|今|现|我|这|你)`
const TITLE = '(?:先生|女士|小姐|经理|老板|总|师傅|老师|厂长|主任)'
const NOT_NAMES =
  /做|搞|开|卖|老板|法人|负责|会计|个体|民营|企业|商户|公司|农民|员工|工人|经理|什么|不|没|谁|来|想|要|问|去年|今年|一个|一家|代表|股东|金额|方便|时间|常[用打]|[区县市镇村局院厂店款费账额单]$/

const INTRODUCED = new RegExp(
  `(?:我叫|我名叫|名字(?:是|叫|:)|姓名(?:是|:)?|联系人(?:是|为|:|叫)?|我是|本人)[ :]?(${NAME})${NAME_ENDS}`,
)
const OF_ENTERPRISE = new RegExp(
  `(?:我是|我们是|这里是|本人是)[^,，。;；]{2,30}(?:公司|集团|厂|店|合作社|商行|工作室|中心|部|园|行|餐饮|烧烤|小吃|火锅|五金|建材|家具|装饰|汽修|物流|科技|商贸|贸易|服饰|民宿)的?(${NAME})${NAME_ENDS}`,
)
const FAMILIAR = `[老小][${SURNAMES}]`
const PHONE_FOLLOWS = '电|手机|联系|\\d'
const TITLED = new RegExp(
  `(?:我是|叫我|联系人(?:是|:)?|找)[ :]?((?:${COMPOUND}|[${SURNAMES}])${TITLE}|${FAMILIAR}(?=$|[^${HAN}]|${PHONE_FOLLOWS}))`,
)
const SURNAME_ONLY = new RegExp(
  `(?:我姓|免贵姓|本人姓|(?<!不)姓)(${COMPOUND}|[${SURNAMES}])(?=$|[^${HAN}]|的|${PHONE_FOLLOWS})`,
)
const NUMBER = '(?:1[3-9](?:[- ]?\\d){9}|0\\d{2,3}-?\\d{7,8})'
const BEFORE_PHONE = new RegExp(
  `(?<![${HAN}])(${NAME}|[${SURNAMES}]${TITLE}|${FAMILIAR})[ ,，:(]{0,3}(?:电话|手机|手机号|联系电话)?[ :]{0,2}${NUMBER}`,
)
/** Only where that is all that was said: a number in the middle of a story is followed by the story. */
const AFTER_PHONE = new RegExp(
  `^(?:我?的?(?:电话|手机号?)(?:是|:)?)?[ ]?${NUMBER}[ ${STOPS}]{0,3}(${NAME}|[${SURNAMES}]${TITLE}|${FAMILIAR})[ ${STOPS}]{0,3}$`,
)

/** The name the speaker gives as his own or as the one to call. */
export function contactIn(text: string): string | undefined {
  const folded = withSpokenDigits(fold(text))
  for (const pattern of [INTRODUCED, OF_ENTERPRISE, BEFORE_PHONE, AFTER_PHONE, TITLED]) {
    const name = pattern.exec(folded)?.[1]
    if (name && (pattern === TITLED || !NOT_NAMES.test(name))) return name
  }
  const surname = SURNAME_ONLY.exec(folded)?.[1]
  // “我姓陈 陈建国”: the whole name beside it says more.
  const whole = surname && new RegExp(`(?:^|[\\s,，])(${surname}[${HAN}]{1,2})(?=$|[^${HAN}])`).exec(folded)?.[1]
  if (whole) return whole
  return surname && `${surname}先生/女士`
}

const SHORT_NAME = new RegExp(`^[${HAN}]{2,4}$`)
const TITLED_ALONE = new RegExp(`^(?:${COMPOUND}|[${SURNAMES}])${TITLE}$`)
const LONG_NAME = new RegExp(`^[${HAN}]{2,10}(?:[·•.][${HAN}]{1,10}){1,3}$`)
const LATIN_NAME = /^[A-Za-z][A-Za-z .'-]{1,38}$/
const SAYS_OTHERWISE =
  /[不没什么谁你他她吗呢啊嘛了吧要想问]|随便|公司|有限|电话|匿名|哈哈|怎么|好的|可以|谢谢|知道|这个|那个|先说|快|催|罚|户$|款|钱|骗|球$|摊|档口|^还我|^退|^赔|^帮我/

/** Whether a word is surely a person: a known surname, or one with a title. */
export function isName(word: string): boolean {
  return (new RegExp(`^${NAME}$`).test(word) && !NOT_NAMES.test(word)) || TITLED_ALONE.test(word)
}

/** An answer to “whom may we call”. */
export function readContact(text: string): { value: string } | { problem: 'name-unclear' } {
  const folded = fold(text)
  const given = contactIn(folded)
  if (given) return { value: given }
  if (isNoValue(folded)) return { problem: 'name-unclear' }
  const name = folded
    .replace(/[\d+-]{5,}/g, ' ')
    .trim()
    .replace(/[,，、].*$/s, '')
    .replace(/^(?:我的)?(?:我叫|我是|名字叫?|姓名|联系人|叫我?|就叫|本人|是)[是为:, ]{0,2}/, '')
    .replace(/(?:就行|就可以|吧|啊|哈|,|。|!|的)+$/, '')
    .trim()
  if (TITLED_ALONE.test(name) || LONG_NAME.test(name) || LATIN_NAME.test(name)) return { value: name }
  if (!SHORT_NAME.test(name)) return { problem: 'name-unclear' }
  // 阿依古丽 13800000000: whatever the surname, beside a number it is who is to be called.
  if (new RegExp(`${NUMBER}`).test(folded) && !SAYS_OTHERWISE.test(name)) return { value: name }
  const hasSurname = new RegExp(`^(?:${NAME}|(?:${COMPOUND})[${HAN}]{1,2})$`).test(name)
  return (hasSurname || name.length <= 3) && !SAYS_OTHERWISE.test(name) ? { value: name } : { problem: 'name-unclear' }
}
