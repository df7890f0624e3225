/** What the adapter itself says, and how it calls files that have no name. */
export const words = {
  picture: '图片',
  video: '视频',
  file: '文件',
  gone: (name: string) => `（文件“${name}”已不在系统里，没能发给您。）`,
}
