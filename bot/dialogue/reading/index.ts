export { readAll } from './all.ts'
export { type ReadingProblem, readAnswer } from './answer.ts'
export { type Correction, readCorrection } from './correction.ts'
export { dangerIn, isCancel, isNo, isSkip, isYes, wantsHuman } from './short.ts'
