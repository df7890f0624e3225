export { documentsFrom } from './page.ts'
export { partsOf } from './parts.ts'
export { repair } from './repair.ts'
export { clean } from './text.ts'
