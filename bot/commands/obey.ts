import type { KnowledgeBase } from '../../knowledge/index.ts'
import type { Backups } from './backup.ts'
import { BY, type Request, type Response } from './control.ts'
import { type House, orderStaff } from './staff-orders.ts'

/** Does what another process of the same user asks of the one that owns the data folder. */
export async function obey(
  house: House & { readonly knowledge: KnowledgeBase; readonly backups: Backups },
  request: Request,
): Promise<Response> {
  const { knowledge, backups } = house
  switch (request.do) {
    case 'status':
      return { ok: true, lines: [], found: knowledge.status() }
    case 'reload':
      return outcome(await knowledge.reload({ by: BY, force: request.force }))
    case 'rollback':
      return outcome(await knowledge.rollback({ by: BY }))
    case 'backup':
      return { ok: true, lines: [...(await backups.make(request.to))] }
    case 'staff':
      return orderStaff(house, request.order)
  }
}

function outcome({ ok, refused, lines }: Awaited<ReturnType<KnowledgeBase['reload']>>): Response {
  return { ok, ...(refused && { refused }), lines: [...lines] }
}
