import type { Address } from '../../bot/model/message.ts'
import { type Book, unitLabel } from './persona.ts'

const ROOMS = { intake: '受理组', supervision: '督办组', leaders: '领导', administrators: '管理员' } as const
const ROOM = 'room:'

/** Where the terminal shows what staff are told as a group. */
export function terminalRooms(
  whom: { readonly room: keyof typeof ROOMS } | { readonly unit: string },
): readonly Address[] {
  return [{ channel: 'terminal', chat: ROOM + ('unit' in whom ? whom.unit : ROOMS[whom.room]) }]
}

/** What a room is called: 受理组, or its unit's name; undefined where the chat is no room. */
export function roomLabel(chat: string, book: Book): string | undefined {
  return chat.startsWith(ROOM) ? unitLabel(chat.slice(ROOM.length), book) : undefined
}
