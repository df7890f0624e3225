/** What is said when he takes back a message of his. */

export const forgotten = '您撤回的那句不算了，没有登记，也没有转给任何人。'
export const wentBack = '您撤回的那句不算了。'
export const stays =
  '您撤回的那句已经写进登记里，后面又接着填了，所以还在。要改直接说，例如“金额改成8万”；整件不登记了，回“取消”。'
export const askWithdraw = (number: string): string =>
  `您撤回的那句已经登记在 ${number} 里，还没有受理。这件诉求也一起撤回吗？`
export const told = (number: string): string =>
  `您撤回的那句已经登记在 ${number} 里，登记过的不会删除；已告诉工作人员您撤回了。要更正，请直接把正确的发来。`
/** Of a number or a “确认”: it holds nothing that staff would have read. */
export const withdrawInstead = (number: string): string =>
  `${number} 已经登记，正在办理，那一句撤不回来了。整件要撤回，请发“撤回”。`
export const isOver = (number: string): string =>
  `您撤回的那句登记在 ${number} 里，登记过的不会删除，这件也已经办结了。`
export const done = '您撤回的那句已经生效，撤不回来了。要改请直接说，或者回复“人工”。'
/** As staff read it, with the case. */
export const note = (text: string): string =>
  text === ''
    ? '【撤回】企业撤回了刚才发来的一条消息，以其后来说的为准。'
    : `【撤回】企业撤回了“${text}”这一条，以其后来说的为准。`
