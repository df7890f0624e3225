import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { compiled } from './bare-world.mjs'

const { nodeDisk, writeWhole } = await compiled('knowledge/shelf/disk.js')
const { openShelf } = await compiled('knowledge/shelf/shelf.js')

const EVERY_MS = 15
const sum = (text) => createHash('sha256').update(text).digest('hex')

/** Opens a shelf as a start does, and says which generation answers; then goes on putting the next one on it. */
export async function keepGenerations(folder, variant, say) {
  const disk = variant === 'no-fsync' ? unflushed(nodeDisk) : nodeDisk
  const shelf = await openShelf({ folder, disk })
  const content = (n) => `${n} ${'条款'.repeat(4000)}`
  const found = await shelf.open(async (file) => {
    const text = String(await disk.read(file))
    if (sum(text.slice(65)) !== text.slice(0, 64)) throw new Error('its checksum does not fit')
    return Number(text.slice(65).split(' ')[0])
  })
  let [number, going] = [found ?? 0, true]
  say(number)
  return {
    async begin() {
      while (going) {
        number += 1
        const built = shelf.fresh()
        await writeWhole(disk, built, Buffer.from(`${sum(content(number))} ${content(number)}`))
        const facts = { at: '', folder: '/x', key: String(number), documents: 1, passages: 1, faulty: 0 }
        await shelf.put(built, { ...facts, quarantined: [], reviews: [] })
        say(number)
        await setTimeout(EVERY_MS)
      }
    },
    end() {
      going = false
    },
  }
}

function unflushed(disk) {
  return {
    ...disk,
    syncFolder: async () => {},
    open: async (...args) => ({ ...(await disk.open(...args)), sync: async () => {} }),
  }
}
