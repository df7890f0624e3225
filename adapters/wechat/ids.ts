import { createHash } from 'node:crypto'

/** What the ledger takes for an id of a chat or a sender is 200 long; a login's name stands before it. */
const LONGEST = 160

/** The id itself, or where it is longer than the ledger takes, or is blank, one that is always the same for it. */
export function shortId(id: string, mark = ''): string {
  const isTame = id.length <= LONGEST && id.trim() !== '' && !id.startsWith('long:')
  return isTame ? id : `${mark}${createHash('sha256').update(id).digest('hex')}`
}

/** `…@chatroom`, `…@im.chatroom` (the app), `@@…` (the web), `R:…` (WeCom). */
export const isRoom = (id: string): boolean =>
  id.startsWith('@@') || id.startsWith('R:') || /@(?:im\.)?chatroom/.test(id)

/** Accounts of WeChat's own that nobody sits at. */
const SYSTEM = new Set(
  (
    'weixin fmessage newsapp filehelper mphelper medianote qmessage qqmail floatbottle lbsapp shakeapp blogapp ' +
    'facebookapp feedsapp masssendapp meishiapp cardpackage notification_messages notifymessage officialaccounts ' +
    'helper_entry qqsync qqfriend readerapp tmessage voiceinputapp voicevoipapp voipapp weibo wxitil webwxapp ' +
    'downloaderapp exmail_tool service_officialaccounts brandsessionholder brandservicesessionholder pc_share ' +
    'gh_22b87fa7cb3c opencustomerservicemsg mphelper userexperience_alarm weixinreminder qqwanggou001'
  ).split(' '),
)

/** Official accounts (`gh_…`), groups' and WeChat's own helpers: what they send is nobody's words. */
export const isNobody = (id: string): boolean => id === '' || SYSTEM.has(id) || id.startsWith('gh_') || isRoom(id)
