import type { Reason } from './part.ts'

/** A line that is furniture by its own words. Patterns see it simplified, in half width and lower case. */
interface LineRule {
  readonly reason: Reason
  readonly where: 'head' | 'tail' | 'anywhere'
  /** In characters; anything longer is text. */
  readonly longest: number
  readonly pattern: RegExp
}

/** Whatever buttons and share bars are labelled with; a line is one of them if it has nothing else. */
const BUTTON =
  /^(?:[\s|/、:·,()<>"+-]|打印(?:本页|文章|此页|页面)?|我要打印|关闭(?:窗口|本页|页面|此页)?|返回(?:顶部|首页|列表|上页|上一页)?|字号|字体|超?大|中|小|默认|标准|收藏(?:本页)?|加入收藏|(?:网站|我要)?纠错|(?:一键)?分享到?|转发|复制链接|微信|微博|新浪微博|腾讯微博|朋友圈|qq空间|qq好友|qq|人人网|豆瓣|更多|下载|放大|缩小|朗读|语音播报|无障碍(?:阅读)?)+$/
const PRESS = /打印|关闭|字号|字体|分享|返回顶部|返回列表|纠错|加入收藏|转发到|复制链接/

export const LINES: readonly LineRule[] = [
  {
    reason: '网页导航',
    where: 'head',
    longest: 40,
    pattern: /^欢迎(?:访问|光临|来到|进入|登录|您访问|您来到|您光临)[^。;]*$/,
  },
  {
    reason: '网页导航',
    where: 'head',
    longest: 150,
    pattern: /^(?:您|你)?(?:现在|当前|目前)?的?(?:所在)?(?:的?位置|位于|当前所在)[:: ]?[^。;]*[>»›/|-]/,
  },
  { reason: '网页导航', where: 'head', longest: 150, pattern: /^当前(?:所在|位置|栏目)[:: ][^。;]*$/ },
  {
    reason: '网页导航',
    where: 'head',
    longest: 150,
    pattern: /^(?:网站|本站)?(?:首页|主页)\s*(?:>+|»|›|\/|\||->|-)[^。;]*$/,
  },
  {
    reason: '发布信息',
    where: 'head',
    longest: 150,
    pattern:
      /^\(?(?:发布|发表|更新|上传)?(?:时间|日期)\s*:\s*\d{4}.{6,20}?(?:作者|来源|编辑|浏览|点击|阅读|字体|字号|信息来源|发布机构)/,
  },
  {
    reason: '发布信息',
    where: 'head',
    longest: 100,
    pattern: /^\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:来源|作者|编辑|浏览)/,
  },
  {
    reason: '发布信息',
    where: 'tail',
    longest: 300,
    pattern: /^(?:原文|来源)(?:链接|网址|地址)\s*:\s*https?:\/\/\S+$/,
  },
  { reason: '推广', where: 'head', longest: 24, pattern: /^[^。]{0,2}点击(?:上|下)[方面][^。]{0,10}关注[^。]{0,8}$/ },
  { reason: '发布信息', where: 'head', longest: 40, pattern: /^(?:浏览|阅读|点击)(?:次数|量|数)\s*:?\s*\d*次?$/ },
  { reason: '网页按钮', where: 'anywhere', longest: 80, pattern: buttons() },
  {
    reason: '扫码提示',
    where: 'tail',
    longest: 30,
    pattern: /^(?:扫一扫|用手机|用微信|手机扫)[^。]*(?:打开|浏览|查看|访问)(?:当前|本|此)?(?:页|页面|网页)?$/,
  },
  {
    reason: '扫码提示',
    where: 'tail',
    longest: 30,
    pattern: /^(?:扫一扫|扫码|长按|微信扫码?)[^。]{0,8}(?:分享|关注)[^。]{0,12}$/,
  },
  {
    reason: '编辑署名',
    where: 'tail',
    longest: 40,
    pattern: /^\(?(?:责任|网络|值班|本文|文字|图片|美术)?(?:编辑|责编|校对)\s*:\s*[^。;,]{0,16}\)?$/,
  },
  {
    reason: '网站页脚',
    where: 'tail',
    longest: 160,
    pattern: /icp备|公网安备|网站标识码|网站地图|版权所有|copyright|©|\(c\)\s*\d{4}/,
  },
  { reason: '页码', where: 'anywhere', longest: 12, pattern: /^(?:-+\s*\d{1,4}\s*-+|—+\s*\d{1,4}\s*—+)$/ },
  { reason: '页码', where: 'anywhere', longest: 20, pattern: /^第\s*\d{1,4}\s*页\s*(?:[,/|]?\s*共\s*\d{1,4}\s*页)?$/ },
  { reason: '页码', where: 'anywhere', longest: 20, pattern: /^page\s*\d{1,4}(?:\s*of\s*\d{1,4})?$/ },
  {
    reason: '预览结束提示',
    where: 'tail',
    longest: 80,
    pattern:
      /(?:预览|试读|阅读|浏览)(?:阅读|部分)?(?:已|到此|至此)(?:结束|完毕|完)|未完待续|(?:剩余|还剩|还有)[^。]{0,10}(?:未读|内容|页)[^。]{0,16}(?:付费|购买|下载|登录|会员|扫码)|(?:付费|购买|开通会员|开通vip|登录|扫码|注册)[^。]{0,8}(?:后|即可|可)?(?:查看|阅读|下载|浏览)(?:全文|全部|剩余|完整)|下载(?:全文|完整版|原文档)(?:请|需|,|$)/,
  },
  {
    reason: '推广',
    where: 'tail',
    longest: 40,
    pattern:
      /^(?:广告|推广|赞助商链接)$|^点(?:个|亮|一?下)[^。]{0,4}(?:在看|赞)|^点击[^。]{0,6}(?:阅读原文|蓝字|在看)|^阅读原文$|^长按[^。]{0,6}(?:识别|二维码)/,
  },
]

function buttons(): RegExp {
  return new RegExp(`^(?=.*(?:${PRESS.source}))${BUTTON.source.slice(1)}`)
}
