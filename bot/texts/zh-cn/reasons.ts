/**
 * What keeps messages from going, in words an administrator can act on. Channels tell it in English, and each of them
 * may tell of the same; the first pattern that fits counts.
 */
const REASONS: readonly (readonly [pattern: RegExp, text: string])[] = [
  // The account of WeChat and what speaks with it.
  [/logged out|not logged in/iu, '已退出登录，请扫码'],
  [/another device|elsewhere/iu, '这个号在别的设备上登录了，请重新扫码'],
  [/restricted by WeChat/iu, '这个号被微信限制了，请用那个微信打开看看'],
  [/not connected yet/iu, '正在连接'],
  [/gateway refuses/iu, '网关不认令牌，请检查设置'],
  [/gateway serves another/iu, '网关正被另一个程序占用，请停掉其中一个'],
  [/too large for the gateway/iu, '文件太大，网关发不出'],
  [/gateway/iu, '连不上网关，请检查网关程序'],
  [/puppet cannot send/iu, '所用的 puppet 发不了这类消息'],
  [/puppet/iu, 'puppet 反复出错，请看运行日志'],
  [/contacts change at each login/iu, '每次登录联系人编号都变，请设 QINQING_WECHAT_IDS=passing'],
  // Official account and customer service.
  [/secret is refused/iu, '密钥（Secret）不对，请核对设置'],
  [/account is not known/iu, '账号编号（AppID、CorpID）不对，请核对设置'],
  [/address of this machine/iu, '这台机器的地址不在账号的 IP 白名单里，请到公众平台或企业微信后台添加'],
  [/account is frozen/iu, '账号被冻结或接口被封，请到公众平台查看'],
  [/not authorised/iu, '账号没有认证，不能主动发消息，只能在对方说话时当场回复'],
  [/application may not use/iu, '应用没有微信客服的权限，请到企业微信后台设置'],
  [/by way of the API/iu, '微信客服没有交给 API 管理，请到企业微信后台设置'],
  [/customer service is gone/iu, '这个客服账号已删除'],
  [/conversation is with staff/iu, '会话在企业微信的人工那里，或者已结束'],
  [/conversation has ended/iu, '会话已结束，等他再说话'],
  [/uploaded again|takes long/iu, '正在重发'],
  [/\bbusy\b/iu, '系统繁忙，稍后自动再试'],
  [/errcode (-?\d+)|^refused \((-?\d+)\)/iu, '被拒收（错误码 $1）'],
  // What WeChat lets nobody send.
  [/48 hours/iu, '企业超过48小时没说话，微信不让发，等他再说话'],
  [/until he writes/iu, '对方回话以前能发的条数用完了，等他再说话'],
  [/of the day/iu, '今天能发的条数用完了，明天接着发'],
  [/spread out|another message is on its way/iu, '一条一条地发，正在排队'],
  [/too many requests|slow down|too often|\b429\b/iu, '发得太快，被限速'],
  // The one it is for.
  [/proved to be|nobody known/iu, '换了登录，等本人用编号和查询码认领'],
  [/earlier login only/iu, '换了登录，找不到这个群'],
  [/not a friend/iu, '对方已不是好友'],
  [/blocked the account|blacklist/iu, '对方拉黑了这个号'],
  [/does not follow/iu, '对方没有关注，或已取消关注'],
  [/switched off messages/iu, '对方关闭了公众号消息'],
  [/not in the group any more/iu, '机器人已不在群里'],
  [/not known there|no chat of/iu, '找不到这个人'],
  [/nothing to say/iu, '内容是空的'],
  [/blocked by the user/iu, '对方屏蔽了机器人'],
  [/user is deactivated/iu, '对方的账号已注销'],
  [/chat not found|group chat was deleted/iu, '找不到这个聊天，可能已解散或删除'],
  [/kicked|not a member|not enough rights|have no rights/iu, '机器人不在群里，或者在群里没有发言权限'],
  // The wire, and Telegram's bot.
  [/token|\b401\b/iu, '机器人令牌无效，请检查设置'],
  [/another instance|\b409\b/iu, '另有一个程序在用同一个机器人，请停掉其中一个'],
  [/no connection|refused|ENOTFOUND|ECONN|network/iu, '网络不通'],
  [/timeout|in time|no proper answer/iu, '等不到正常的回应'],
  [/UnknownOutcome|ApiError|TelegramError/u, '不知道发出去没有，会再试'],
]

/** What is not known is shown as it was reported. */
export function reasonText(reason: string): string {
  for (const [pattern, text] of REASONS) {
    const [found, ...parts] = pattern.exec(reason) ?? []
    if (found !== undefined) return text.replace('$1', parts.find((part) => part !== undefined) ?? '')
  }
  return reason
}

/** It says no more than that somebody is to scan the code. */
export const isLoggedOut = (reason: string): boolean => reasonText(reason) === reasonText('logged out')
