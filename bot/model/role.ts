import { z } from 'zod'

/** 受理员 承办 督办 领导 管理员 */
export const StaffRole = z.enum(['clerk', 'handler', 'supervisor', 'leader', 'administrator'])
export type StaffRole = z.infer<typeof StaffRole>
