import type { Puppet } from 'wechaty-puppet'
import type { Puppet as Asked } from './asking.ts'

/**
 * The puppet that there is when it is asked, whichever that is by then: what one has told of can be had of the next,
 * where it went in between. Rejects while there is none.
 */
export function latestOf(now: () => Puppet | undefined): Asked {
  const there = (): Puppet => {
    const puppet = now()
    if (!puppet) throw new Error('there is no puppet')
    return puppet
  }
  return {
    get currentUserId() {
      return there().currentUserId
    },
    messagePayload: async (id: string) => await there().messagePayload(id),
    messageImage: async (...which) => await there().messageImage(...which),
    messageFile: async (id) => await there().messageFile(id),
    messageUrl: async (id) => await there().messageUrl(id),
    messageLocation: async (id) => await there().messageLocation(id),
    contactPayload: async (id: string) => await there().contactPayload(id),
    roomMemberPayload: async (room: string, id: string) => await there().roomMemberPayload(room, id),
  }
}
