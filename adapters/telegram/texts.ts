/** What the channel itself says or names; all else comes from the bot. */
export const texts = {
  picture: '图片',
  file: '文件',
  voice: '语音',
  video: '视频',
  hidden: '看不到是谁在说话：请关闭“匿名管理员”，以本人身份再发一次。',
  answerHere: '请您回复',
  notTaken: '刚才这条没有处理成，请再试一次；仍不行的，请告诉管理员。',
  takenAway: '已收回',
  fileGone: (name: string): string => `（附件“${name}”已不在，没有发出）`,
  fileTooLarge: (name: string): string => `（附件“${name}”超过 50 MB，没有发出）`,
} as const
