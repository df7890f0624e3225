import type { Api } from '../api.ts'
import { ApiError, describe } from '../trouble.ts'
import type { Json } from '../wire.ts'
import { texts } from './texts.ts'

const BUTTONS = Object.entries(texts.menu).map(([key, { name }]) => ({ type: 'click', name, key }))

/**
 * Gives the account its menu, once in the life of the process: where there is none, or one of ours that is older. Somebody
 * else's is left alone. Never rejects; where it could not be had for now it is tried at the next call.
 */
export function createMenu(api: Api, log: (line: string) => void): () => Promise<void> {
  let isDone = false

  async function offer(): Promise<void> {
    const there = buttonsOf(await api.call('menu/get', undefined, {}, isMenu).catch(none))
    const isOurs = there.every(({ key }) => typeof key === 'string' && Object.hasOwn(texts.menu, key))
    if (!isOurs) return log(`official: the account has a menu of its own, which is kept. ${HOW}`)
    const isSame = BUTTONS.length === there.length && BUTTONS.every(({ key }, i) => key === there[i]?.['key'])
    if (!isSame) await api.call('menu/create', { button: BUTTONS })
  }

  return async () => {
    if (isDone) return
    isDone = true
    await offer().catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error
      const { trouble } = error
      if (trouble.kind !== 'said') isDone = false
      else if (trouble.code === 48001) log('official: not authorised: menus need a verified account')
      else log(`official: the menu could not be made: ${describe(trouble)}`)
    })
  }
}

const HOW = `Entries of type click with these keys are understood: ${BUTTONS.map(({ key }) => key).join(', ')}`

const isMenu = ({ menu }: Json): boolean => isObject(menu)

/** 46003: there is none. */
function none(error: unknown): Json {
  if (error instanceof ApiError && error.trouble.kind === 'said' && error.trouble.code === 46003) return {}
  throw error
}

function buttonsOf({ menu }: Json): readonly Json[] {
  const button: unknown = isObject(menu) ? menu['button'] : undefined
  return Array.isArray(button) ? button.filter(isObject) : []
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null
