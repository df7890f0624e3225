import { service } from '../../texts/zh-cn.ts'
import type { Turn } from '../turn.ts'

/** Questions about the bot itself, which no document answers. */
const QUESTIONS: readonly (readonly [RegExp, keyof typeof service.ANSWERS])[] = [
  [/(为什么|为啥|凭什么|干嘛|干什么).{0,6}(问|要|填|留|写)|问这(个|些)(干|做)|(一定|必须|非)(要|得)(填|留|写)/u, 'why'],
  [/还(要|有)?(填|问|写)(些|的)?(什么|啥|多少|几)|还有(几|多少)(个|项|步|句)|(问|填)完了?(没|吗)|有完没完/u, 'left'],
  [/泄露|泄漏|(会不会|不会).{0,4}(告诉|知道|报复)|能(不能)?保密|保密吗|安全吗|隐私/u, 'privacy'],
  [/(填|说|投诉|反映|登记)了?(有|没)(什么)?用|有用吗|管用吗/u, 'use'],
  [
    /^(?:等(?:一)?下[,，]?|对了[,，]?)?(你们?|这里|这儿|咨询|服务|投诉|登记|反映|办事|还|是|要|都)*(收费|要?(交|花)?钱吗|(多少|几)钱一|免费)/u,
    'cost',
  ],
  [/(你|这|您)(到底)?是(不是)?(机器人|真人|人工智能|ai|人吗|谁)|你(叫|是)(什么|谁)/iu, 'who'],
  [/(几点|什么时候|啥时候)(上班|下班|营业|开门)|上班时间|工作时间|周末(上班|有人)/u, 'hours'],
  [/(你们|咨询|服务|投诉|热线)的?(电话|热线|号码)(是)?(多少|号|几)|(电话|热线)(是)?多少$/u, 'phone'],
  [/(你们|大厅|中心)?(的)?地址(在|是)?哪|在哪(儿|里)?(办公|上班)|你们在哪/u, 'address'],
  [/^(?:那|还|到底|大概|一般)*(?:要|得|需要)?等多(?:久|长时间)[了啊呢?]*$/u, 'howLong'],
  [
    /^(?:那|大概|一般|大约|你们|他们|要|需要|得|我的?|这|这个|这件|事情?|登记|投诉|反映|后|以后|之后|了|最快|,|，)*(多久|几天|多长时间|什么时候|啥时候)(能|会|可以|才能)?(有)?(解决|办好|处理|答复|回复|结果|办完)/u,
    'howLong',
  ],
]

/** Answers a question about the service itself; false when it is none. `only`: where something else is spoken of. */
export function answerService(turn: Turn, line: string, only?: keyof typeof service.ANSWERS): boolean {
  if (line.length > 30) return false
  const about = QUESTIONS.find(([pattern]) => pattern.test(line))?.[1]
  if (!about || (only && about !== only)) return false
  turn.say(service.ANSWERS[about](turn.desk.catalog))
  return true
}
