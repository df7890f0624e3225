import type { Address } from '../../bot/model/message.ts'

const ROOMS = { intake: '受理组', supervision: '督办组', leaders: '领导', administrators: '管理员' } as const

/** Where the terminal shows what staff are told as a group. */
export function terminalRooms(whom: { readonly room: keyof typeof ROOMS } | { readonly unit: string }): Address {
  return { channel: 'terminal', chat: `room:${'unit' in whom ? whom.unit : ROOMS[whom.room]}` }
}
