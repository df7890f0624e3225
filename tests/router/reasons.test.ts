import { describe, expect, test } from 'vitest'
import { REASON } from '../../adapters/wechat/alive/trouble.ts'
import { AWAY } from '../../adapters/wechat-official/health.ts'
import { reasonText } from '../../bot/texts/zh-cn/reasons.ts'

describe('why something does not go, in an administrator’s words', () => {
  test.each([...Object.values<string>(REASON), ...Object.values<string>(AWAY)])('“%s” has some', (reason) => {
    expect(reasonText(reason)).toMatch(/\p{Script=Han}/u)
  })

  test.each([
    // WeChat
    ['logged out', '已退出登录，请扫码'],
    ['gateway unreachable', '连不上网关，请检查网关程序'],
    ['no answer from the gateway', '连不上网关，请检查网关程序'],
    ['the gateway refuses the token', '网关不认令牌，请检查设置'],
    ['too large for the gateway', '文件太大，网关发不出'],
    ['this puppet cannot send such a message', '所用的 puppet 发不了这类消息'],
    ['messages are spread out', '一条一条地发，正在排队'],
    ['another message is on its way to him', '一条一条地发，正在排队'],
    ['WeChat asks to slow down', '发得太快，被限速'],
    ['the limit of the day is reached', '今天能发的条数用完了，明天接着发'],
    ['nobody known at this login has proved to be him', '换了登录，等本人用编号和查询码认领'],
    ['the group was known to an earlier login only', '换了登录，找不到这个群'],
    ['not a friend any more', '对方已不是好友'],
    ['he has blocked the account', '对方拉黑了这个号'],
    ['the account is not in the group any more', '机器人已不在群里'],
    ['nothing to say', '内容是空的'],
    ['UnknownOutcome', '不知道发出去没有，会再试'],
    // Official account
    ['the window of 48 hours is closed', '企业超过48小时没说话，微信不让发，等他再说话'],
    ['the limit of messages until he writes is reached', '对方回话以前能发的条数用完了，等他再说话'],
    ['the secret is refused', '密钥（Secret）不对，请核对设置'],
    ['the account is not known', '账号编号（AppID、CorpID）不对，请核对设置'],
    ['the address of this machine is not on the list of the account', /白名单/u],
    ['the account is frozen', /冻结/u],
    ['not authorised: customer messages need a verified account', /没有认证/u],
    ['he does not follow the account', '对方没有关注，或已取消关注'],
    ['he has switched off messages of the account', '对方关闭了公众号消息'],
    ['he is on the blacklist of the account', '对方拉黑了这个号'],
    ['busy', '系统繁忙，稍后自动再试'],
    ['asked too often', '发得太快，被限速'],
    ['it takes long', '正在重发'],
    ['message/custom/send: errcode 45157', '被拒收（错误码 45157）'],
    ['refused (40099)', '被拒收（错误码 40099）'],
    ['no connection (ECONNREFUSED)', '网络不通'],
    ['ApiError', '不知道发出去没有，会再试'],
    // Customer service of WeCom
    ['the application may not use the customer service (48002)', /权限/u],
    ['the customer service is not used by way of the API (95011)', /交给 API 管理/u],
    ['the account of the customer service is gone', '这个客服账号已删除'],
    ['the conversation is with staff in WeCom, or has ended', '会话在企业微信的人工那里，或者已结束'],
    ['the conversation has ended', '会话已结束，等他再说话'],
    ['he is not known there', '找不到这个人'],
    // Telegram
    ['403 bot was blocked by the user', '对方屏蔽了机器人'],
    ['400 chat not found', '找不到这个聊天，可能已解散或删除'],
    ['too many requests (429)', '发得太快，被限速'],
    ['bot was kicked from the supergroup chat', '机器人不在群里，或者在群里没有发言权限'],
    ['TimeoutError', '等不到正常的回应'],
    // What nobody has words for is shown as it came.
    ['登录失效', '登录失效'],
    ['AbortError', 'AbortError'],
  ])('“%s” reads “%s”', (reason, words) => {
    if (typeof words === 'string') expect(reasonText(reason)).toBe(words)
    else expect(reasonText(reason)).toMatch(words)
  })
})
