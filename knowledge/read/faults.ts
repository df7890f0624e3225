/** What an administrator is told of a file that cannot be read: why, and what to do. */
export interface Trouble {
  readonly line?: number
  readonly reason: string
  readonly advice: string
}

export function isTrouble(value: object): value is Trouble {
  return 'reason' in value && 'advice' in value
}

const REPLACE = '请放入完整的文件，或将它移走'
const COPY = '请重新复制或下载一次，再放进来'
const FORMATS = '.md、.txt、.jsonl、.csv、.html、.docx、.xlsx 或有文字的 .pdf'

/** What to do with formats that are met often and not read. */
const INSTEAD: Readonly<Record<string, string>> = {
  '.doc': '请用 Word 或 WPS 打开，另存为 .docx',
  '.wps': '请用 WPS 打开，另存为 .docx',
  '.rtf': '请用 Word 或 WPS 打开，另存为 .docx',
  '.odt': '请用 WPS 或 LibreOffice 打开，另存为 .docx',
  '.docm': '请用 Word 打开，另存为 .docx（不带宏）',
  '.xls': '请用 Excel 或 WPS 打开，另存为 .xlsx',
  '.et': '请用 WPS 打开，另存为 .xlsx',
  '.xlsm': '请用 Excel 打开，另存为 .xlsx（不带宏）',
  '.ods': '请用 WPS 或 LibreOffice 打开，另存为 .xlsx',
  '.ppt': '请把文字另存为 .docx，或导出为 .pdf',
  '.pptx': '请把文字另存为 .docx，或导出为 .pdf',
  '.dps': '请把文字另存为 .docx，或导出为 .pdf',
  '.ofd': '请导出为有文字的 .pdf，或另存为 .docx',
  '.caj': '请导出为有文字的 .pdf，或另存为 .docx',
  '.mht': '请在浏览器里打开，另存为“网页，仅 HTML”',
  '.mhtml': '请在浏览器里打开，另存为“网页，仅 HTML”',
  '.zip': '请解压后把里面的文件放进来',
  '.rar': '请解压后把里面的文件放进来',
  '.7z': '请解压后把里面的文件放进来',
  '.gz': '请解压后把里面的文件放进来',
  '.jpg': '是图片：请先做文字识别，把文字存为 .docx 或 .txt',
  '.jpeg': '是图片：请先做文字识别，把文字存为 .docx 或 .txt',
  '.png': '是图片：请先做文字识别，把文字存为 .docx 或 .txt',
  '.tif': '是图片：请先做文字识别，把文字存为 .docx 或 .txt',
}

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
  cutText: (): Trouble => ({ reason: '末尾断在半个字上，像是没有复制完', advice: COPY }),
  cutPage: (): Trouble => ({
    reason: '网页没有结尾（</html>），像是没有保存完',
    advice: '请在浏览器里重新打开，另存一次',
  }),
  scanned: (): Trouble => ({
    reason: '是扫描件，没有文字',
    advice: '请换成带文字的版本，或先做文字识别（OCR）再放进来',
  }),
  encrypted: (): Trouble => ({ reason: '有密码，打不开', advice: '请去掉密码，另存后再放进来' }),
  strangeFont: (): Trouble => ({
    reason: '文字的编码没有写在文件里，读出来不成字',
    advice: '请用 Word 或 WPS 重新导出 .pdf，或改用 .docx',
  }),
  damaged: (kind: string): Trouble => ({ reason: `不是完整的 ${kind} 文件：已损坏，或没有复制完`, advice: COPY }),
  notUnderstood: (kind: string): Trouble => ({
    reason: `读不懂这个${kind}文件`,
    advice: '请用 Word、Excel、WPS 或浏览器打开看看；能打开的，请另存一次再放进来',
  }),
  /** `right` is the extension it should have; one that is not read has its own advice. */
  wrongKind: (extension: string, kind: string, right: string): Trouble => ({
    reason: `扩展名是 ${extension}，内容其实是${/^[A-Za-z]/.test(kind) ? ' ' : ''}${kind}`,
    advice: INSTEAD[right] ?? `请把扩展名改成 ${right}`,
  }),
  inflates: (bytes: number, limit: number): Trouble => ({
    reason: `解压之后太大：${mega(bytes)} 以上，上限是 ${mega(limit)}`,
    advice: '这可能是有意做坏的文件；确实需要的，请拆成几个文件',
  }),
  manyParts: (count: number): Trouble => ({
    reason: `压缩包里的部件太多：${count} 个`,
    advice: '这可能是有意做坏的文件；确实需要的，请另存一次',
  }),
  manyPages: (count: number): Trouble => ({ reason: `页数太多：${count} 页`, advice: '请拆成几个文件' }),
  longText: (characters: number): Trouble => ({
    reason: `文字太多：${Math.round(characters / 10_000)} 万字`,
    advice: '请拆成几个文件',
  }),
  deep: (): Trouble => ({ reason: '里面套了太多层', advice: '请把文字另存为 .docx 或 .txt' }),
  memory: (): Trouble => ({ reason: '读取时超出内存上限', advice: '请另存一次，或拆成几个文件；仍然不行就将它移走' }),
  late: (seconds: number): Trouble => ({
    reason: `读取时超出时间上限（${seconds} 秒）`,
    advice: '请另存一次，或拆成几个文件；仍然不行就将它移走',
  }),
  died: (how: string): Trouble => ({
    reason: `读取时意外中断（${how}）`,
    advice: '请再更新一次；仍然不行，请另存一次或将它移走',
  }),
  noReader: (how: string): Trouble => ({
    reason: `读取程序启动不了（${how}）`,
    advice: '请检查内存是否够用，再更新一次',
  }),
  changing: (): Trouble => ({ reason: '读的时候文件还在变', advice: '请等它复制完，再更新一次' }),
  unreadable: (code: string): Trouble => ({
    reason: `打不开（${code}）`,
    advice: '请检查文件是否完好、本程序是否有权读取',
  }),
  notFile: (): Trouble => ({
    reason: '不是普通文件（是管道、套接字或设备）',
    advice: '请将它移走',
  }),
  oddName: (): Trouble => ({
    reason: '文件名里有换行等控制字符，或不是 UTF-8 编码',
    advice: '请改名',
  }),
  linkOutside: (): Trouble => ({ reason: '是指向文件夹之外的链接', advice: '请把文件本身复制到文件夹里' }),
  linkLost: (): Trouble => ({ reason: '是链接，所指的文件不在了', advice: '请把文件本身复制到文件夹里' }),
  linkLoop: (): Trouble => ({ reason: '是绕圈的链接', advice: '请将它移走' }),
  linkFolder: (): Trouble => ({
    reason: '是指向文件夹的链接，没有进去',
    advice: '请把文件夹本身复制进来',
  }),
  unknownFormat: (extension: string): Trouble => ({
    reason: extension ? `不认识 ${extension} 格式，已略过` : '没有扩展名，已略过',
    advice: INSTEAD[extension] ?? `请另存为 ${FORMATS}`,
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
  noAnswer: (line: number, question: string): Trouble => ({
    line,
    reason: `“${question.slice(0, 30)}”没有答案`,
    advice: '请补上答案，或删去这一行',
  }),
  noFolder: (code: string): Trouble => ({
    reason: `文件夹打不开（${code}）`,
    advice: '请检查路径是否正确、本程序是否有权读取',
  }),
  noDocuments: (): Trouble => ({
    reason: '里面没有一份可用的文件',
    advice: `请放入 ${FORMATS} 文件`,
  }),
}

function mega(bytes: number): string {
  return `${Number((bytes / 1_000_000).toFixed(1))} MB`
}
