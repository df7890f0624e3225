import { createHash, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../../bot/model/instant.ts'
import type { PublicRegister, PublicRequest } from '../../bot/ports/public-register.ts'
import { ask } from './asked.ts'
import { Refusal } from './refusal.ts'
import { asErrors, asRequests, asServiceDefinition, asServices, type Document, typeOf, write } from './write.ts'

export interface Open311Options {
  /** Below which path it answers, such as `/open311/v2`. */
  readonly root: string
  /** Whoever shows one of these may read. */
  readonly tokens: readonly string[]
  /** The one jurisdiction that is served, as it may be named (`jurisdiction_id`). */
  readonly jurisdiction: string
  readonly register: () => Promise<PublicRegister>
  readonly now: () => Instant
}

/**
 * Answers the read half of GeoReport v2 (wiki.open311.org/GeoReport_v2): `services`, `services/CODE`, `requests`,
 * `requests/ID`, in XML (the format of the standard, and what is answered where none is named) and JSON. Who reads shows a
 * token, as `api_key` or `Authorization: Bearer`. Beyond the standard: `page` and `page_size` (as its draft of v2.1 has them).
 */
export function createOpen311(options: Open311Options): (request: Request) => Promise<Response> {
  const digests = options.tokens.map(digestOf)
  const isToken = (token: string): boolean => {
    const given = digestOf(token)
    return digests.filter((digest) => timingSafeEqual(digest, given)).length > 0
  }

  async function answer(request: Request, url: URL, path: string): Promise<Document> {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal(405, 'this interface is read only')
    if (!isToken(tokenOf(request, url))) throw new Refusal(403, 'api_key is missing or not valid')
    const jurisdiction = url.searchParams.get('jurisdiction_id')
    if (jurisdiction && jurisdiction !== options.jurisdiction)
      throw new Refusal(404, `jurisdiction_id was not found; this serves ${options.jurisdiction} alone: leave it out`)
    const [resource, id, ...more] = path.split('/')
    if (more.length > 0) throw notFound()
    const { services, requests } = await options.register()
    if (resource === 'services' && id === undefined) return asServices(services)
    if (resource === 'services') {
      const service = services.find(({ code }) => code === id)
      if (!service) throw new Refusal(404, 'service_code was not found')
      return asServiceDefinition(service)
    }
    if (resource === 'requests' && id === undefined) return asRequests(ask(requests, url.searchParams, options.now()))
    if (resource === 'requests') return asRequests([found(requests, id)])
    throw notFound()
  }

  return async (request) => {
    const url = new URL(request.url)
    const { path, format } = formatOf(url.pathname.slice(options.root.length + 1), request)
    try {
      return respond(await answer(request, url, path), 200)
    } catch (error) {
      if (error instanceof Refusal) return respond(asErrors(error.status, error.message), error.status)
      return respond(asErrors(500, 'the service failed: try again later'), 500)
    }

    function respond(document: Document, status: number): Response {
      const headers = {
        'content-type': typeOf(format),
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
        ...(status === 405 && { allow: 'GET, HEAD' }),
      }
      return new Response(write(document, format), { status, headers })
    }
  }
}

const notFound = () => new Refusal(404, 'there are services, services/CODE, requests and requests/ID, as .xml or .json')

function found(requests: readonly PublicRequest[], id: string | undefined): PublicRequest {
  const request = requests.find((one) => one.id === id)
  if (!request) throw new Refusal(404, 'service_request_id was not found')
  return request
}

/** The ending names the format; without one, what the client says it takes, and then XML. */
function formatOf(path: string, request: Request): { readonly path: string; readonly format: 'xml' | 'json' } {
  const [, stem, ending] = /^(.*)\.(xml|json)$/.exec(path) ?? []
  if (stem !== undefined) return { path: stem, format: ending === 'json' ? 'json' : 'xml' }
  const accept = request.headers.get('accept') ?? ''
  return { path, format: /\bjson\b/.test(accept) && !/\bxml\b/.test(accept) ? 'json' : 'xml' }
}

function tokenOf(request: Request, url: URL): string {
  const [, bearer] = /^bearer\s+(\S+)\s*$/i.exec(request.headers.get('authorization') ?? '') ?? []
  return bearer ?? url.searchParams.get('api_key') ?? ''
}

/** Of the same length whatever is given: how long the comparison takes tells nothing. */
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()
