/** Who is named in what somebody writes: himself and his firm, and whoever is to be called. */

export const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦傅邹孟熊秦邱江尹薛闫阎段雷侯龙陶贺顾郝龚邵钱严武戴莫孔汤康施牛樊葛邢齐乔伍庞颜倪庄聂章鲁岳翟殷申耿焦左柳'
export const NO_NAME =
  '马[上路]|钱[不没都也]|程序|许[可多]|周[一二三四五六日末]|严[重肃格厉]|江[北南]|任何|何时|万|金额|常|于|向|黄了|夏天|武断|段|康复|施工|汤|石'

const INTRODUCED =
  /我们?(?:这边)?(?:是|叫)([\p{Script=Han}A-Za-z0-9()（）]{2,30}?(?:公司|集团|厂|店|合作社|事务所))(?:的([\p{Script=Han}]{2,4})(?=[，,。；;、\s]|电话|手机|身份证|$))?/gu

const COMPOUND =
  '欧阳|司马|上官|诸葛|司徒|东方|独孤|南宫|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|轩辕|端木|澹台|淳于|呼延|钟离|赫连|太叔|濮阳|万俟|百里|闻人|申屠|公冶|宗政|单于|鲜于|闾丘|司空|亓官|颛孙|巫马|公西|漆雕|拓跋|夹谷|第五|西门'
const NAME = `(?:(?:${COMPOUND})|(?!${NO_NAME})[${SURNAMES}])[\\u4e00-\\u9fa5]{1,2}`
const PHONE = '(?:\\+?86[ -]?)?(?:1[3-9](?:[ -]?\\d){9}|0\\d{2,3}[- ]?\\d{7,8})'
/** Somebody named as who is to be called: 我叫李明, and whoever stands beside a telephone number. */
const TO_CALL = [
  `(?:我叫|我名叫|叫我|我是|本人|名字[是叫]|姓名|联系人)[是为叫:： ]{0,2}(${NAME})(?=$|[^\\u4e00-\\u9fa5]|的|说|是|在|电话|手机|微信|来|这)`,
  `(?<=^|[^\\u4e00-\\u9fa5]|[找系给问我是叫弟哥姐妹人])(${NAME})[ ,，:：(（]{0,3}(?:的?(?:电话|手机号?|微信))?[是:： ]{0,2}${PHONE}`,
  `${PHONE}[ ,，]{0,3}(${NAME})(?=$|[ ,，。；;）)])`,
].map((pattern) => new RegExp(pattern, 'gu'))
/** What begins like a name, and is what somebody is, or where. */
const NO_PERSON =
  /^(?:高[兴新]|方便|安[全装]|金融|成本|向[上你]|任何)|[公老]$|公司|企业|单位|部门|电话|.(?:[科局处队所厂]长|主任|经理|总|书记|老板|师傅)$|[区县市镇村街局院厂店]$/u

/** The firm of one who introduces himself by it: 我是云州某某有限公司的. */
export function firmsIn(text: string): string[] {
  return [...text.matchAll(INTRODUCED)].flatMap(([, firm]) => firm ?? [])
}

/** The names of those who introduce themselves or are to be called. */
export function peopleIn(text: string): string[] {
  const introduced = [...text.matchAll(INTRODUCED)].flatMap(([, , name]) => name ?? [])
  return [...introduced, ...TO_CALL.flatMap((one) => calledBy(one, text))]
}

function calledBy(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].flatMap(([, name = '']) => (name === '' || NO_PERSON.test(name) ? [] : [name]))
}
