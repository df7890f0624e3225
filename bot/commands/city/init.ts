import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { ENDINGS } from '../../../adapters/city/index.ts'
import { type FileName, fileNames } from '../../catalog/files.ts'
import { shipped } from '../../catalog/index.ts'
import { Fault } from '../../model/fault.ts'

/** What stands at the head of each file: what it is for, and what its keys mean. */
const HEADS: Readonly<Record<FileName, string>> = {
  city: `The city: its name, its areas with the names people use for them, who answers, when it is quiet.
otherwise: the category of what no word speaks for. desk: shown to people.
privacy: who answers for personal data; a new version asks everybody for consent again.
review: which results another looks at before they are told: outcomes (solved, explained, reference, transferred),
kinds (consultation, complaint, tip-off, help, suggestion), rework. Cases under supervision always.
quiet: no reminders and no pushes in these hours; morning: when those of working days come.
digestFrom: from so many reminders on they come as one.`,
  units: `Responsible units 承办单位. id: small letters, digits, dashes; other files speak of it.
short and also: what staff and entrepreneurs call it. area: where it serves one area only.`,
  people: `Staff. roles: clerk 受理员, handler 承办, supervisor 督办, leader 领导, administrator 管理员.
units: those a handler works for, by id; "*" for all. What asks for a second person needs two who may do it.`,
  categories: `Categories of matters, the words that speak for each (a heavier word speaks louder), the unit first responsible,
and the profile of limits (limits.yaml). asks: amountYuan, since.`,
  kinds: 'Words that speak for a kind of message. Usually left as shipped: words.yaml adds to it.',
  cues: 'Words of a question, and of something told. Usually left as shipped: words.yaml adds to it.',
  danger: `What tells of danger to life or limb: words, or patterns as regular expressions write them; harmless: what holds one and
means none. Usually left as shipped: words.yaml adds to it.`,
  misconduct: 'Words of misconduct of officials, and the unit that follows them up.',
  limits: `Time limits with what they stand on. unit: hour, working-day, calendar-day, month. after: begins where that one ends.
pausable: stands still while the entrepreneur is asked for more. extendable: by so much, or to so much in all.
legal: the law's own limit where the city promises less.`,
  grounds: 'Why an appeal may be declined, the lawful road to take instead, and what that stands on.',
  endings: 'Why one that was accepted may be terminated, what is left to do then, and what that stands on.',
  roads: 'Other roads an appeal can be handed to, and what the entrepreneur is told to do.',
  routes: `The routing table 派单目录. All that a row names (category, kind, area, words) must fit; of several the one that names most
goes before. Where no row fits, the category's unit is proposed. why is shown with the proposal.`,
  templates: `Texts staff often write; what stands in {braces} is filled in.
for: reply, conclude, ask-back, return, extend.`,
  stewards: 'Project stewards 项目管家: whom an entrepreneur of an area may call.',
  retention: 'How long what is kept, in years, and on what basis; shown on request.',
  holidays: `Days off and make-up working days on top of those published (this version knows them; a new year comes with a new
version). A year it does not know has to be whole:
"2027":
  off: [2027-01-01, …]
  work: [2027-02-06, …]`,
  words: `Words on top of the shipped ones; a weight of 0 takes a word away.
categories: { arrears: { 尾款: 4 } }
kinds: { complaint: { 不退: 2 } }
asks: {}
tells: {}
danger: []
harmless: []
misconduct: []`,
}

/** Long lists of words that are better added to than owned: a new version brings better ones. */
const USUALLY_SHIPPED: readonly FileName[] = ['kinds', 'cues', 'danger']

export interface Begun {
  readonly written: readonly string[]
  /** Those that were there already. */
  readonly kept: readonly string[]
}

/** Writes the shipped files into a folder, as YAML with a head that explains; what is there already stays as it is. */
export async function beginCity(folder: string, options: { readonly all: boolean }): Promise<Begun> {
  const names = fileNames.filter((name) => options.all || !USUALLY_SHIPPED.includes(name))
  const kept = names.filter((name) => ENDINGS.some((ending) => existsSync(join(folder, name + ending))))
  const written = names.filter((name) => !kept.includes(name))
  try {
    await mkdir(folder, { recursive: true })
    for (const name of written) await writeFile(join(folder, `${name}.yaml`), textOf(name), { flag: 'wx' })
  } catch (error) {
    throw new Fault('storage', `cannot write the city: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
  return { written: written.map((name) => `${name}.yaml`), kept }
}

function textOf(name: FileName): string {
  const head = HEADS[name].replace(/^/gm, '# ')
  const value = name === 'holidays' || name === 'words' ? {} : shipped[name]
  return `${head}\n\n${stringify(value, { lineWidth: 120 })}`
}
