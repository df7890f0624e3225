import { appealText, sentText, talk } from '../../texts/zh-cn.ts'
import type { Heard } from '../hear.ts'
import { keepAside } from '../intake/aside.ts'
import { noneYet } from '../own/own.ts'
import { answerQuestion } from '../question/ask.ts'
import { noHelp } from '../question/no-help.ts'
import { consult } from '../question/topic.ts'
import { readAll } from '../reading/index.ts'
import type { Turn } from '../turn.ts'

const LOOK =
  /^(?:你们?|您|帮我|麻烦|请)*(?:先)?(?:看看?|看一?下|瞧瞧?)(?:这个|一下|吧|嘛|呗|[。!])*$|^(?:就是|你看)?(?:这个|这张|这些|这样|上面|刚才)(?:发的|那个|图片?|照片)?(?:你们?|您)?(?:看看?|看一?下|瞧瞧?|的|咯|嘛)*[。!]*$/u
const OF_ARTICLE = /^(?:这个|这篇|这条|上面|刚才)(?:发的|那个|文章|链接|政策|说的)*/u
const TITLE = /^（转发的文章：“(.+?)”/mu

/** “你看看” points at what he sent before; “这个我能享受吗” asks about the article. */
export function pointsAside(turn: Turn, { line, text }: Heard): boolean {
  const { aside } = turn.conversation
  if (!aside || line.length > 20) return false
  const title = TITLE.exec(aside.text)?.[1]
  if (LOOK.test(line)) {
    turn.say(title ? sentText.articleUnread : sentText.cannotSee)
    return true
  }
  if (!title || !OF_ARTICLE.test(line)) return false
  const consulted = consult(turn, `${title} ${line.replace(OF_ARTICLE, '')}`)
  if (consulted.answer.kind !== 'found') turn.say(sentText.articleUnread)
  else {
    turn.say(sentText.byTitle)
    answerQuestion(turn, text, null, 'usual', consulted)
  }
  return true
}

const INTRODUCES = /^(?:你好|您好)?[,，\s]*(?:我|俺|我们|这里)(?:是|叫|姓).{2,16}$/u
const RECOGNISES = /^(?:你|您|还)*(?:认(?:不|得|识)?(?:出|得|识)?|记(?:不|得)?得?)(?:出|得)?我.{0,3}$/u

/** “我是海风民宿的陈姐”: no matter yet. Where nobody is known by his name, he is told how he is. */
export function introduces(turn: Turn, { line }: Heard): boolean {
  if (RECOGNISES.test(line)) {
    if (turn.own.length > 0) turn.say(appealText.youAreKnown)
    else noneYet(turn)
    return true
  }
  if (!INTRODUCES.test(line) || /[?吗呢]|问|想|要|欠|罚|被|不|没|做|搞|办|开|卖|乱|企业$|关注/u.test(line)) return false
  const read = readAll(line, turn.desk.catalog, turn.today)
  const named = ['contact', 'enterprise', 'area', 'phone']
  const told = Object.keys(read)
  if (told.length === 0 && !/的\p{Script=Han}{1,4}$|老板$/u.test(line)) return false
  if (told.some((slot) => !named.includes(slot))) return false
  keepAside(turn, line, [])
  if (turn.desk.isPassing(turn.here) && turn.own.length === 0) turn.say(talk.nameProvesNothing)
  else turn.say(talk.goAhead)
  return true
}

/** “满意” where there is nothing else to rate than the answer just given. */
export function ratesAnswer(turn: Turn, { line, text }: Heard): boolean {
  const good = /^(?:很|非常|挺|还)?满意[了。!]*$/u.test(line)
  const bad = /^(?:很|非常|太)?不(?:太)?满意[了。!]*$/u.test(line)
  if ((!good && !bad) || turn.own.length > 0 || !turn.conversation.lastQuestion) return false
  if (good) turn.say(talk.thanks)
  else noHelp(turn, 'unsaid', text)
  return true
}
