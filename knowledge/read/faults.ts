/** What an administrator is told of a file that cannot be read: why, and what to do. */
export interface Trouble {
  readonly line?: number
  readonly reason: string
  readonly advice: string
}

const REPLACE = '请放入完整的文件，或将它移走'

export const trouble = {
  empty: (): Trouble => ({ reason: '文件是空的', advice: REPLACE }),
  blank: (): Trouble => ({ reason: '只有标题，没有正文', advice: '请补上正文，或将它移走' }),
  tooLarge: (bytes: number, limit: number): Trouble => ({
    reason: `文件太大：${mega(bytes)}，上限是 ${mega(limit)}`,
    advice: '请拆成几个文件',
  }),
  notText: (): Trouble => ({
    reason: '不是文本文件（既不是 UTF-8，也不是 GB18030 编码）',
    advice: '请把内容另存为 UTF-8 编码的 .md 或 .txt 文件',
  }),
  unreadable: (code: string): Trouble => ({
    reason: `打不开（${code}）`,
    advice: '请检查文件是否完好、本程序是否有权读取',
  }),
  linkOutside: (): Trouble => ({ reason: '是指向文件夹之外的链接', advice: '请把文件本身复制到文件夹里' }),
  unknownFormat: (extension: string): Trouble => ({
    reason: extension ? `不认识 ${extension} 格式，已略过` : '没有扩展名，已略过',
    advice: '请另存为 .md、.txt 或 .jsonl',
  }),
  frontMatter: (line: number, what: string): Trouble => ({
    line,
    reason: `开头的说明（front matter）有误：${what}`,
    advice: '请按“键: 值”改正；值里有冒号或引号时，整个值加上引号',
  }),
  openFrontMatter: (): Trouble => ({
    line: 1,
    reason: '开头的说明（front matter）没有结束',
    advice: '请在说明之后另起一行写上 ---',
  }),
  invalidJson: (line: number, what: string): Trouble => ({
    line,
    reason: `这一行不是正确的 JSON：${what}`,
    advice: '每行应为 {"id": "…", "text": "…"}',
  }),
  sameId: (line: number, id: string): Trouble => ({
    line,
    reason: `编号“${id}”已经用过`,
    advice: '每份文件的 id 或路径应各不相同',
  }),
  noFolder: (code: string): Trouble => ({
    reason: `文件夹打不开（${code}）`,
    advice: '请检查路径是否正确、本程序是否有权读取',
  }),
  noDocuments: (): Trouble => ({
    reason: '里面没有一份可用的文件',
    advice: '请放入 .md、.txt 或 .jsonl 文件',
  }),
}

function mega(bytes: number): string {
  return `${Number((bytes / 1_000_000).toFixed(1))} MB`
}
