import type { CalendarDate } from '../../bot/model/instant.ts'
import type { PublicRequest, PublicService } from '../../bot/ports/public-register.ts'

/** A document of the standard, which both formats are written from: JSON as it is, XML with these names. */
export interface Document {
  /** The root, and the element of each item of a list. */
  readonly root: string
  readonly item?: string
  readonly content: Fields | readonly Fields[]
}
type Value = string | number | boolean | null | readonly Fields[]
interface Fields {
  readonly [name: string]: Value
}

/** Matters are told at once, and need no further facts; what was filed is not filed here. */
export function asServices(services: readonly PublicService[]): Document {
  const content = services.map(({ code, name, description }) => ({
    service_code: code,
    service_name: name,
    description,
    metadata: false,
    type: 'realtime',
    keywords: name,
    group: '',
  }))
  return { root: 'services', item: 'service', content }
}

export function asServiceDefinition({ code }: PublicService): Document {
  return { root: 'service_definition', content: { service_code: code, attributes: [] } }
}

/** What has no place and no picture has these fields empty, as the standard wants them there. */
export function asRequests(requests: readonly PublicRequest[]): Document {
  return { root: 'service_requests', item: 'request', content: requests.map(fieldsOf) }
}

function fieldsOf(request: PublicRequest): Fields {
  const { id, status, notes, service, agency, area, precision, requested, updated, expected } = request
  return {
    service_request_id: id,
    status,
    status_notes: notes,
    service_name: service.name,
    service_code: service.code,
    description: null,
    agency_responsible: agency ?? null,
    service_notice: precision === 'month' ? BY_MONTH : null,
    requested_datetime: momentOf(requested),
    updated_datetime: momentOf(updated),
    expected_datetime: expected === undefined ? null : momentOf(expected),
    address: area ?? null,
    address_id: null,
    zipcode: null,
    lat: null,
    long: null,
    media_url: null,
  }
}

const BY_MONTH = '日期只公布到月'

/** A day of the city, as the W3C's note writes a moment. */
const momentOf = (day: CalendarDate): string => `${day}T00:00:00+08:00`

export function asErrors(code: number, description: string): Document {
  return { root: 'errors', item: 'error', content: [{ code, description }] }
}

export const typeOf = (format: 'xml' | 'json'): string =>
  `${format === 'json' ? 'application/json' : 'text/xml'}; charset=utf-8`

export function write({ root, item, content }: Document, format: 'xml' | 'json'): string {
  if (format === 'json') return JSON.stringify(content)
  const inner = Array.isArray(content)
    ? content.map((one) => element(item ?? 'item', fields(one))).join('')
    : fields(content as Fields)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, inner)}\n`
}

const fields = (all: Fields): string =>
  Object.entries(all)
    .map(([name, value]) => element(name, textOf(value)))
    .join('')

/** The only lists within are empty ones. */
const textOf = (value: Value): string => (value === null || typeof value === 'object' ? '' : escaped(String(value)))

const element = (name: string, inner: string): string => (inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`)

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Characters that XML cannot hold at all are left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
}
