/** What the channel itself says or names; all else comes from the bot. */
export const texts = {
  picture: '图片',
  video: '视频',
  file: '文件',
  notTaken: '抱歉，刚才这条没有处理成，请再发一次。',
  fileGone: (name: string): string => `（附件“${name}”已不在，没有发出）`,
  fileUnsent: (name: string): string =>
    `（附件“${name}”在微信客服里发不了。需要的话请回复“人工”，由工作人员用其他方式给您。）`,
} as const
