import { owed } from '../../appeal/owed.ts'
import { isOpen } from '../../appeal/states.ts'
import { service } from '../../texts/zh-cn.ts'
import { sayStatus } from '../own/status-of.ts'
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
  [
    /(你|这|您)(们)?(到底)?是(不是)?(个)?(机器人|真人|人工智能|ai|人[吗不]|谁)|你(叫|是)(什么|谁|哪[个位])|^(是|有)?真人[吗不]/iu,
    'who',
  ],
  [
    /打(个)?电话(过)?(给我|来|过来)|给我(打|回)(个)?电话|(给我)?回(个)?电话|(不|没)(会|认得|识)(打|写)?字|打不来字|看不见字|能(不能)?打电话/u,
    'call',
  ],
  [
    /(编号|查询码|^那?个?码)(我)?(忘|丢|找不|不见|没了|没存|删)|(不记得|忘了|找不到|没存|不晓得|不知道)(那个|我的)?(编号|查询码|码)/u,
    'lost',
  ],
  [/(查询码|[那这]个?码|^码)(是)?(拿来|用来)?(干[嘛啥什]|做[啥什]|有?(什么|啥)用|什么|啥)/u, 'code'],
  [/(怎么|咋|如何)(才能)?(加|添加)(你|您|好友|微信)|加(你|您)(为|的)?(好友|微信)(怎么|咋)加/u, 'friend'],
  [/(几点|什么时候|啥时候)(上班|下班|营业|开门)|上班时间|工作时间|周末(上班|有人)/u, 'hours'],
  [/^(那|还|我|现在|接下来|需|要|该|得)*(做|干|准备)(点|些)?(什么|啥)(呢|啊|[?？])*$/u, 'next'],
  [/^.{0,3}(吃饭?了[没吗]|今天星期几|今天天气|讲个?笑话|你(几岁|多大|男的|女的)).{0,3}$/u, 'chat'],
  [/^(把|你们|你|的)*(电话|号码)(发|给)(给)?我.{0,2}$/u, 'phone'],
  [/(你们|咨询|服务|投诉|热线)的?(电话|热线|号码)(是)?(多少|号|几)|(电话|热线)(是)?多少$/u, 'phone'],
  [
    /(你们|大厅|中心)?(的)?地址(在|是)?哪|在哪(儿|里)?(办公|上班)|你们在哪|^我?(要|该|得)?[到去在上]哪(里|儿|个地方)?(去)?(办|弄|交|找)(你们)?[呢啊呀]?$/u,
    'address',
  ],
  [/^(?:那|还|到底|大概|一般)*(?:要|得|需要)?等多(?:久|长时间)[了啊呢?]*$/u, 'howLong'],
  [
    /^(?:那|大概|一般|大约|你们|他们|要|需要|得|我的?|这|这个|这件|事情?|登记|投诉|反映|后|以后|之后|了|最快|,|，)*(多久|几天|多长时间|什么时候|啥时候|几时)(能|会|可以|才能)?(有)?(解决|办好|处理|答复|回复|结果|办完|好|给钱)/u,
    'howLong',
  ],
]

/** Whether it asks about the bot itself. */
export const isAboutService = (line: string): boolean => QUESTIONS.some(([pattern]) => pattern.test(line))

/** Answers a question about the service itself; false when it is none. `only`: where something else is spoken of. */
export function answerService(turn: Turn, line: string, only?: keyof typeof service.ANSWERS): boolean {
  if (line.length > 30) return false
  const about = QUESTIONS.find(([pattern]) => pattern.test(line))?.[1]
  if (!about || (only && about !== only)) return false
  if (about === 'howLong' && !turn.inGroup && tellsWhen(turn)) return true
  turn.say(service.ANSWERS[about](turn.desk.catalog))
  return true
}

/** By when: of what he lodged, where there is one that is open. */
function tellsWhen(turn: Turn): boolean {
  const open = turn.own.filter(({ state }) => isOpen(state))
  const of = open.find(({ number }) => number === turn.conversation.focus) ?? open[0]
  if (!of || turn.conversation.intake || owed(of).length === 0) return false
  sayStatus(turn, of)
  return true
}
