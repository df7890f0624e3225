import { GRUMBLES } from '../reading/index.ts'

const CURSES =
  /妈的|操你|草泥马|傻[逼屄b]|滚|垃圾|废物|混蛋|他妈|狗屁|吃屎|什么破|废话|fuck|shit|tmd|nmd|\bsb\b|^[草操靠艹]+[!！。]*$/iu
/** Words of anger. They are no answer, and nothing is answered back. */
export const SWEARING: RegExp = new RegExp(`${CURSES.source}|${GRUMBLES.source}`, 'iu')
