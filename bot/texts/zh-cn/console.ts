import type { RichText } from '../../model/reply.ts'
import { lines, strong } from '../rich.ts'

export const notYours = '网页看板供领导、督办和管理员查看。'
export const none = '这里没有开网页看板。管理员在服务器上设 QINQING_PUBLIC_URL（看板的网址）以后就有了。'
export const notJoined = '您的账号没有登记在人员名册里，打不开网页看板；请管理员发 /staff 把您添加进来。'

/** The link stands alone in its line, so that it can be pressed. */
export const link = (address: string, minutes: number): RichText =>
  lines(
    [strong('网页看板的入口')],
    address,
    `只给您本人：${minutes} 分钟内有效，打开后点“进入”，只能用一次；不要转发。再发 /console 会换成新的，旧的作废。`,
  )
