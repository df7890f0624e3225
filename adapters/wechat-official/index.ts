export { createOfficialAccount, type OfficialAccount } from './official/account.ts'
export { createCustomerService } from './wecom/index.ts'
