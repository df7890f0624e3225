/** Every Chinese sentence the bot says, by what it is about. */
export * as answerText from './zh-cn/answer.ts'
export { answerReply } from './zh-cn/answer.ts'
export * as appealText from './zh-cn/appeal.ts'
export * as intakeText from './zh-cn/intake.ts'
export { LABEL } from './zh-cn/labels.ts'
export * as service from './zh-cn/service.ts'
export * as staffText from './zh-cn/staff.ts'
export * as talk from './zh-cn/talk.ts'
