/** What the adapter itself says, and how it calls files that have no name. */
export const texts = {
  picture: '图片',
  video: '视频',
  file: '文件',
  notTaken: '抱歉，刚才这条没有处理成，请再发一次。',
  gone: (name: string) => `（文件“${name}”已不在系统里，没能发给您。）`,
}
