import { bytesOf, isJson, type Json, textOf } from './call.ts'
import { Refusal } from './refusal.ts'

export interface Button {
  readonly name: string
  readonly type: string
  readonly key: string
  readonly url: string
}

/** One to three buttons, or one to five below one; names of 16 and 60 bytes; a key of 128 (自定义菜单). */
export function checkMenu(json: Json): void {
  const buttons = listOf(json['button'])
  if (buttons.length < 1 || buttons.length > 3) throw new Refusal(40016, 'invalid button size')
  for (const button of buttons) {
    const below = button['sub_button'] === undefined ? [] : listOf(button['sub_button'])
    check(button, 16, below.length > 0)
    if (below.length > 5) throw new Refusal(40023, 'invalid sub button size')
    for (const sub of below) check(sub, 60, false)
  }
}

/** Every button somebody can press, of a menu that was taken. */
export function buttonsOf(json: Json): readonly Button[] {
  return listOf(json['button']).flatMap((button) => {
    const below = button['sub_button'] === undefined ? [] : listOf(button['sub_button'])
    return (below.length > 0 ? below : [button]).map((one) => ({
      name: textOf(one['name']),
      type: textOf(one['type']),
      key: textOf(one['key']),
      url: textOf(one['url']),
    }))
  })
}

function check(button: Json, most: number, opens: boolean): void {
  const name = textOf(button['name'])
  if (name === '' || bytesOf(name) > most) throw new Refusal(most === 16 ? 40018 : 40025, 'invalid button name size')
  if (opens) return
  const type = textOf(button['type'])
  if (type === 'view') {
    if (!/^https?:\/\/\S+$/.test(textOf(button['url']))) throw new Refusal(40055, 'invalid button url')
  } else if (/^(?:click|scancode_push|scancode_waitmsg|pic_\w+|location_select)$/.test(type)) {
    const key = textOf(button['key'])
    if (key === '' || bytesOf(key) > 128) throw new Refusal(40019, 'invalid button key size')
  } else throw new Refusal(40017, 'invalid button type')
}

const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : [])
