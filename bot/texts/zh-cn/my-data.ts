import type { Exchanged } from '../../dialogue/own/told.ts'
import type { Appeal } from '../../model/appeal.ts'
import type { Catalog } from '../../model/catalog.ts'
import { type CalendarDate, dateOf, timeOf } from '../../model/instant.ts'
import type { Letter } from '../../model/letter.ts'
import type { Person } from '../../model/person.ts'
import type { RichText } from '../../model/reply.ts'
import { lines, strong } from '../rich.ts'
import { portrait } from './profile.ts'
import { day, KIND, matterText, SLOT, STATE, yuan } from './words.ts'

/** What is said of a person's own data, and the file he may take with him. */

export const FILE = '我的信息'

type Known = Person['known']

const knownLines = (known: Known): string[] =>
  (['contact', 'phone', 'enterprise', 'area', 'uscc'] as const).flatMap((slot) =>
    known[slot] ? [`${SLOT[slot]}：${known[slot]}`] : [],
  )

export function shown(
  { known, consent, profile }: Person,
  appeals: number,
  catalog: Catalog,
  today: CalendarDate,
): RichText {
  const told = knownLines(known)
  return lines(
    [strong('我这里存着您的：')],
    told.length > 0 ? told.join('\n') : '姓名、电话、企业：没有',
    profile && `企业画像：${portrait(profile)}`,
    `诉求：${appeals} 件（含您说的话和发来的材料）`,
    consent
      ? `同意：${day(dateOf(consent.at), today)}同意第${consent.version}版说明`
      : `同意：还没有（说明第${catalog.privacy.version}版）`,
  )
}

export const askMending = '哪里不对？直接说正确的，例如“电话改成13800000000”“企业名称是云州某某有限公司”。'
export const mended = (known: Known): string => `已更正：${knownLines(known).join('，')}。`
export const mendedNote = (known: Known): string => `【更正】${knownLines(known).join('，')}`
export const passedOn = (open: number): string => `您在办的 ${open} 件诉求，办理人员也会看到新的信息。`

export const exporting = (appeals: number): string =>
  `正在生成文件“${FILE}”，马上发给您：您的资料、同意记录、企业画像、${appeals} 件诉求的内容、往来答复和回执校验码。里面有您的姓名电话，请勿转发。`

export const openFirst = (open: number): string =>
  `您还有 ${open} 件诉求在办。删除后没法再把结果告诉您，请等办结，或者先撤回，再删除：`

export function forgetAsk(appeals: number, { retention }: Catalog): RichText {
  const ledger = retention.find(({ of }) => of === 'ledger')
  return lines(
    [strong('确认删除您的信息吗？删除后不能恢复。')],
    '· 会删：姓名、电话、企业、您说过的话、图片文件、企业画像、同意记录。加密的钥匙会销毁，谁也读不出来。',
    appeals > 0 &&
      `· 会留：${appeals} 件诉求的类别、日期、承办单位和结果，不含能认出您的内容${ledger ? `，${ledger.years}年` : ''}（《个人信息保护法》第四十七条）。`,
    appeals > 0 && '· 删除后，凭编号也查不到您的诉求。',
    '要留底请先说“导出我的信息”。',
  )
}
/** After a wrong private code. */
export const forgetLater = (hours: number): string =>
  `您刚才输错过查询码。为防有人试别人的查询码，输错后${hours}小时内先不删除；过了再说一次“删除我的信息”就删。`
export const forgetting = '好的，正在删除，删完告诉您。'

export const revoked =
  '已撤回同意，以后不再登记新的诉求，推送也停了；之前登记的不受影响，在办的照常办完。要把存着的也删掉，可以“删除我的信息”。'
export const nothingToRevoke = '您还没有同意过，这里没有可以撤回的。存着的内容可以“删除我的信息”。'

/** The first part of the file: himself. */
export function personParts(person: Person, catalog: Catalog, today: CalendarDate): Letter['parts'] {
  const { known, consent, profile } = person
  const told = knownLines(known)
  return [
    { text: `导出日期：${day(today, '')}。由${catalog.privacy.by}提供（《个人信息保护法》第四十五条）。` },
    { text: '一、基本信息', strong: true },
    ...(told.length > 0 ? told : ['没有']).map((text) => ({ text })),
    { text: '二、同意记录', strong: true },
    {
      text: consent
        ? `${stamp(consent.at)} 同意个人信息说明第${consent.version}版`
        : `没有同意记录（现行说明第${catalog.privacy.version}版）`,
    },
    { text: '三、企业画像（用于推送政策）', strong: true },
    { text: profile ? portrait(profile) : '没有' },
    { text: '四、诉求', strong: true },
  ]
}

export interface AppealFacts {
  readonly number: string
  readonly unit: string
  readonly head: string | undefined
  readonly exchange: readonly Exchanged[]
  readonly today: CalendarDate
}

/** One appeal with all he told and was told. */
export function appealParts(appeal: Appeal, { number, unit, head, exchange }: AppealFacts): Letter['parts'] {
  const { particulars: told, code } = appeal.personal ?? {}
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['编号', number],
    ['查询码', code],
    ['类型', KIND[appeal.kind]],
    ['状态', STATE[appeal.state]],
    ['登记时间', stamp(appeal.registeredAt)],
    ['承办单位', unit],
    ['事情', matterText(told?.matter)],
    [SLOT.respondent, told?.respondent],
    [SLOT.amountYuan, appeal.amountYuan === undefined ? undefined : yuan(appeal.amountYuan)],
    [SLOT.enterprise, told?.enterprise],
    [SLOT.area, appeal.area],
    [SLOT.contact, told?.contact],
    [SLOT.phone, told?.phone],
    [SLOT.uscc, told?.uscc],
    [SLOT.wish, told?.wish],
    ['材料', told?.attachments.map(({ name }) => name).join('、')],
    ['回执校验码', head],
  ]
  const said = exchange.map(({ at, by, text, files }) => [
    stamp(at),
    by === 'staff' ? '工作人员' : '您',
    [text, ...files.map((name) => `［${name}］`)].filter(Boolean).join(' '),
  ])
  return [
    { text: number, strong: true },
    { table: rows.flatMap(([name, value]) => (value ? [[name, value]] : [])) },
    ...(said.length > 0 ? [{ table: [['时间', '谁', '内容'], ...said] }] : []),
  ]
}

const stamp = (at: string): string => `${dateOf(at)} ${timeOf(at)}`
