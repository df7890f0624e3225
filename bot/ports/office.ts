import type { Letter } from '../model/letter.ts'

/** A table on paper or screen: the first row holds the names of the columns. */
export interface Sheet {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly width: number }[]
  /** Worked out one by one while they are written: a ledger has many. */
  readonly rows: Iterable<readonly (string | number | null)[]>
}

/** Figures as a picture. Every series has a value for every label; null is a gap. */
export interface Chart {
  readonly title: string
  readonly kind: 'bar' | 'line' | 'stacked'
  readonly labels: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[]
  /** What the numbers are: 件, %. */
  readonly unit: string
}

/** Makes files that people open elsewhere. */
export interface Office {
  /** A workbook with frozen header, filters and widths; no text in it can run as a formula. */
  xlsx(sheets: readonly Sheet[]): Promise<Uint8Array>
  /** UTF-8 with a mark, as spreadsheets want it; the same protection. */
  csv(sheet: Sheet): Uint8Array
  png(chart: Chart): Promise<Uint8Array>
  /** The same picture for a web page: it keeps to light or dark as its reader does, and asks for nothing. */
  svg(chart: Chart): Promise<string>
  docx(letter: Letter): Promise<Uint8Array>
}
