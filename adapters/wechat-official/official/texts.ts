/** What the channel itself says or names; all else comes from the bot. */
export const texts = {
  picture: '图片',
  video: '视频',
  /** What each entry of the menu says; a name has at most four characters there. */
  menu: {
    'qinqing:ask': { name: '我要咨询', says: '我要咨询' },
    'qinqing:appeal': { name: '我要反映', says: '我要反映问题' },
    'qinqing:progress': { name: '我的进度', says: '我的进度' },
  },
  notTaken: '抱歉，刚才这条没有处理成，请再发一次。',
  fileUnsent: (name: string): string =>
    `（附件“${name}”在公众号里发不了。需要的话请回复“人工”，由工作人员用其他方式给您。）`,
  fileGone: (name: string): string => `（附件“${name}”已不在，没有发出）`,
} as const
