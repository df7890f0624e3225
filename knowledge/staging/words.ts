import type { DocumentFault } from '../document.ts'
import { type DocumentReport, factsLines } from '../report.ts'
import { shanghai } from '../shelf/keeper.ts'

/** Of a file with many documents in it so many are shown. */
const SHOWN = 3

/** What was understood of a file's documents, as `kb check --full` tells it. */
export function understood(documents: readonly DocumentReport[], now: string): string[] {
  const today = shanghai(now).slice(0, 10)
  const rest = documents.length - SHOWN
  return [
    ...documents.slice(0, SHOWN).flatMap((one) => factsLines(one, today).map((line) => line.trim())),
    ...(rest > 0 ? [`……里面另有 ${rest} 份文件`] : []),
  ]
}

export const fault = ({ path, line, reason, advice }: DocumentFault): string =>
  `${path}${line === undefined ? '' : ` 第 ${line} 行`}：${reason}。${advice}。`

export const nothing = (name: string): string => `${name}：里面没有读到能用的内容。请换一个文件名，或换一份再发。`

export const isThere = (path: string): string => `文件夹里已经有一模一样的 ${path}，不用再加入。`
export const wouldReplace = (path: string): string =>
  `文件夹里已有 ${path}，内容不同：加入后由这一份取代，原来的另存，可以撤下还原。`
export const sameNames = (path: string, others: readonly string[]): string =>
  `文件夹里另有同名文件：${others.join('、')}。加入后放在最上层（${path}），不动它们。`
export const joined = (path: string, replaced: boolean): string =>
  `${path} 已放入文件夹${replaced ? '，取代了原来的同名文件（已另存）' : ''}。`
export const isJoined = (path: string): string => `${path} 已经加入，没有放弃；要去掉，请撤下。`
export const notJoined = (path: string): string => `${path} 没有在用，不用撤下。`
export const changedSince = (path: string): string =>
  `${path} 加入之后又被改过，没有动它；要去掉，请在服务器的文件夹里处理。`
export const lostBefore = (path: string): string => `${path} 原来的文件找不到了，没有动它；请在服务器的文件夹里处理。`
export const withdrawn = (path: string, restored: boolean): string =>
  `${path} 已撤下${restored ? '，原来的同名文件已放回' : ''}。`
export const letGo = (path?: string): string => `${path === undefined ? '这份文件' : path} 没有加入，已放弃。`
export const gone = '这份文件已经不在了（放弃了，或者放得太久）。请重新发一次。'
export const failed = (why: string): string => `没有做成：${why}`
