/** Why something of a page is not part of the document on it. */
export type Reason =
  | '网页导航'
  | '发布信息'
  | '网页按钮'
  | '扫码提示'
  | '编辑署名'
  | '版权和免责声明'
  | '网站页脚'
  | '页码'
  | '预览结束提示'
  | '相关文章列表'
  | '推广'
  | '重复内容'
  | '列表符号'

/** A line, or a part of one: kept where there is no reason. All parts in order are the whole page. */
export interface Part {
  readonly text: string
  readonly reason?: Reason
}

/** A line with the form in which rules look at it: simplified, half width, one kind of quotation mark, lower case. */
export interface Line {
  readonly text: string
  readonly form: string
}

/** Where in a page a line stands: among its first or its last lines (a short page has only such), or between. */
export type Place = 'head' | 'tail' | 'both' | 'middle'
