import type { PersonId } from '../model/appeal.ts'
import type { Instant } from '../model/instant.ts'
import type { StaffRole } from '../model/role.ts'

/** The pages of the console, in the order they are offered. */
export const PAGES = ['today', 'board', 'ledger', 'topics', 'rates', 'gaps', 'documents', 'channels'] as const
export type PageName = (typeof PAGES)[number]

/** Who looks: a member of staff who has joined, in what he is now. */
export interface Viewer {
  readonly id: PersonId
  readonly name: string
  readonly roles: readonly StaffRole[]
  /** Of a handler: the units he works for. */
  readonly units: readonly string[]
}

/** What a page is asked for, as it stands in an address: names and values nobody has checked. */
export type Asked = Readonly<Record<string, string>>

/** The way to another page. */
export interface Link {
  readonly page: PageName
  readonly asked?: Asked
}

export type Tone = 'bad' | 'warn' | 'good'

/** A number, what it counts, and the cases it counts. */
export interface Figure {
  readonly label: string
  readonly value: string
  /** Its period, and how it is counted. */
  readonly note: string
  readonly tone?: Tone
  readonly to?: Link
}

export interface Cell {
  readonly text: string
  readonly tone?: Tone
  readonly to?: Link
}

export interface Column {
  readonly name: string
  /** `number` stands at the right; `text` wraps, and `long` is given more room for it. */
  readonly kind?: 'number' | 'text' | 'long'
}

export interface Table {
  readonly kind: 'table'
  readonly heading: string
  readonly note?: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly (Cell | string)[])[]
  /** Said in place of a table without rows. */
  readonly empty: string
  /** The same as a picture, which `Overview.chart` draws. */
  readonly chart?: { readonly name: string; readonly alt: string; readonly asked: Asked }
}

/** A choice among some, or a text or a day to be given. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  readonly type?: 'date'
}

/** One unit with its cases, by how soon they are due. */
export interface Lane {
  readonly name: string
  readonly to: Link
  readonly total: number
  readonly stacks: readonly {
    readonly name: string
    readonly tone?: Tone
    readonly count: number
    readonly to: Link
    /** The most urgent of them. */
    readonly cases: readonly { readonly number: string; readonly lines: readonly string[]; readonly to: Link }[]
  }[]
}

/** A part of a page, worded: whoever shows it adds nothing of his own. */
export type Block =
  | { readonly kind: 'figures'; readonly heading?: string; readonly figures: readonly Figure[] }
  | Table
  | { readonly kind: 'lanes'; readonly heading: string; readonly empty: string; readonly lanes: readonly Lane[] }
  | { readonly kind: 'notes'; readonly heading: string; readonly lines: readonly string[] }
  /** Which cases, or which period; `kept` goes along with what is chosen. */
  | {
      readonly kind: 'filters'
      readonly heading: string
      readonly submit: string
      readonly fields: readonly Field[]
      readonly open: boolean
    }
  /** The way to what has no room here. */
  | { readonly kind: 'pager'; readonly text: string; readonly before?: Link; readonly after?: Link }
  /** What is shown here as a file. */
  | { readonly kind: 'export'; readonly asked: Asked; readonly note: string }

export interface Page {
  readonly title: string
  /** Up to when it counts. */
  readonly asOf: string
  readonly blocks: readonly Block[]
}

export type Exported =
  | {
      readonly ok: true
      readonly name: string
      readonly type: string
      readonly bytes: Uint8Array
      /** How many cases are in it. */
      readonly count: number
    }
  | { readonly ok: false; readonly why: string }

export interface Admitted {
  readonly viewer: Viewer
  /** When he joined last. */
  readonly joinedAt?: Instant
  /** The link that is still open to him: the SHA-256 of its code, and its end. */
  readonly link?: { readonly code: string; readonly until: Instant }
}

/** The figures and lists that leaders and operators look at: read only, by role, nothing of what is sealed. */
export interface Overview {
  /** Who may look at all, as he is at this moment: nobody who has left, or has none of the roles any more. */
  admitted(): Promise<readonly Admitted[]>
  /** What he may look at, with its name. The first is where he begins. */
  pagesFor(viewer: Viewer): readonly { readonly name: PageName; readonly label: string }[]
  /** Null where it is not his to see. What in `asked` means nothing is left out, and the page says so. */
  page(name: PageName, viewer: Viewer, asked: Asked): Promise<Page | null>
  /** A picture of a page as SVG; null where there is none, or it is not his to see. */
  chart(name: string, viewer: Viewer, asked: Asked): Promise<string | null>
  /** The ledger as it was asked for, as a file, names and phones masked. */
  exported(viewer: Viewer, asked: Asked, format: 'xlsx' | 'csv'): Promise<Exported>
}
