/** Whom the one human before the terminal plays. Each role and name is another person. */
export interface Persona {
  readonly role: 'entrepreneur' | 'staff' | 'administrator'
  readonly name: string
}

const roles: Record<
  Persona['role'],
  { readonly label: string; readonly name: string; readonly also: readonly string[] }
> = {
  entrepreneur: { label: '企业', name: '张三', also: ['企业', '企业家'] },
  staff: { label: '工作人员', name: '王芳', also: ['工作人员'] },
  administrator: { label: '管理员', name: '李明', also: ['admin', '管理员'] },
}

/** The roles there are, as a person may type them. */
export const roleNames: readonly string[] = Object.entries(roles).map(([role, { label }]) => `${role}（${label}）`)

/** Reads `ROLE[:NAME]`, such as `staff:王芳` or `企业`; undefined where the role is not known or the name is no name. */
export function parsePersona(text: string): Persona | undefined {
  const [, word = '', given] = /^([^:：]*)(?:[:：](.*))?$/su.exec(text.trim()) ?? []
  const role = roleOf(word.trim().toLowerCase())
  const name = given?.trim().normalize('NFC') || (role && roles[role].name)
  if (!role || !name || !/^[\p{L}\p{N}· ._-]{1,20}$/u.test(name)) return undefined
  return { role, name }
}

function roleOf(word: string): Persona['role'] | undefined {
  return (['entrepreneur', 'staff', 'administrator'] as const).find(
    (role) => role === word || roles[role].also.includes(word),
  )
}

/** The persona's chat and sender: `staff:王芳`. */
export function chatOf({ role, name }: Persona): string {
  return `${role}:${name}`
}

/** As the prompt shows him: `工作人员·王芳`. */
export function labelOf({ role, name }: Persona): string {
  return `${roles[role].label}·${name}`
}
