import type { StaffRole } from '../../bot/model/role.ts'

/** Those who work here; none of them is anybody. */
export const STAFF: readonly {
  readonly name: string
  readonly roles: readonly StaffRole[]
  readonly units?: readonly string[]
}[] = [
  { name: '周洋', roles: ['leader'] },
  { name: '赵强', roles: ['supervisor'] },
  { name: '李明', roles: ['administrator'] },
  { name: '王芳', roles: ['clerk'] },
  { name: '陈刚', roles: ['handler'], units: ['industry'] },
  { name: '孙立', roles: ['supervisor', 'handler'], units: ['market'] },
]
