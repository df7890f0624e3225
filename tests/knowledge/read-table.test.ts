import { describe, expect, it } from 'vitest'
import { type Cell, tableLines } from '../../knowledge/read/table.ts'

type Shape = string | (Omit<Cell, 'text'> & { text: string })
const rows = (...lines: readonly (readonly Shape[])[]) => ({
  rows: lines.map((line) => line.map((cell): Cell => (typeof cell === 'string' ? { text: cell } : cell))),
})

describe('a table becomes lines, each of which can stand by itself', () => {
  it('with the names of its columns, which it finds by their looks', () => {
    expect(tableLines(rows(['项目', '标准', '时限'], ['稳岗补贴', '每人500元', '3个工作日']))).toEqual([
      '项目：稳岗补贴 ｜ 标准：每人500元 ｜ 时限：3个工作日',
    ])
  })

  it('without a name for a column that has none, and without what is empty', () => {
    expect(tableLines(rows(['序号', '项目', '标准'], ['1', '稳岗', ''], ['', '', '']))).toEqual([
      '序号：1 ｜ 项目：稳岗',
    ])
  })

  it('only joined, where the first row is like the others', () => {
    expect(tableLines(rows(['稳岗补贴', '500元'], ['扩岗补助', '1500元']))).toEqual([
      '稳岗补贴 ｜ 500元',
      '扩岗补助 ｜ 1500元',
    ])
  })

  it('as names and values, where the left column is what the right one is', () => {
    expect(tableLines(rows(['联系人', '王某'], ['联系电话', '0000-1234'], ['地址', '青禾路1号']))).toEqual([
      '联系人：王某',
      '联系电话：0000-1234',
      '地址：青禾路1号',
    ])
  })

  it('with what is merged in every row it spans, and two rows of header as one', () => {
    const table = rows(
      [
        { text: '项目', rows: 2 },
        { text: '标准', columns: 2 },
      ],
      ['小微', '大型'],
      [{ text: '首台套', rows: 2 }, '50万元', '30万元'],
      [{ text: '按合同定', columns: 2 }],
    )
    expect(tableLines(table)).toEqual([
      '项目：首台套 ｜ 标准·小微：50万元 ｜ 标准·大型：30万元',
      '项目：首台套 ｜ 标准·小微、标准·大型：按合同定',
    ])
  })

  it('under its caption, and with the part of the table it stands in', () => {
    const across = (text: string) => [{ text, columns: 2 }]
    const table = rows(
      across('青禾市补贴一览'),
      ['项目', '标准'],
      across('一、就业类'),
      ['稳岗', '500元'],
      across('二、创业类'),
      ['场租', '1000元'],
      across('注：以上标准每年调整一次。'),
    )
    expect(tableLines(table)).toEqual([
      '##### 青禾市补贴一览',
      '一、就业类 ｜ 项目：稳岗 ｜ 标准：500元',
      '二、创业类 ｜ 项目：场租 ｜ 标准：1000元',
      '注：以上标准每年调整一次。',
    ])
  })

  it('without the header that is repeated on every page, and without line breaks in a cell', () => {
    expect(tableLines(rows(['项目', '标准'], ['稳\n岗', '每人\n500 元'], ['项目', '标准'], ['扩岗', 'a｜b']))).toEqual([
      '项目：稳岗 ｜ 标准：每人 500 元',
      '项目：扩岗 ｜ 标准：a|b',
    ])
  })

  it('within bounds, whatever it says of what it spans', () => {
    const vast = { text: '大', rows: 65_534, columns: 100_000 }
    expect(tableLines(rows(...Array.from({ length: 100 }, () => [vast])))[0]).toContain('大')
  })
})
