/** A title may end with the day of its version or the number of an article (《…法》第三条, where each article is a document). */
const ENDING = /(?:[（(][^（()）]*[）)]|第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十\d]+)?|》|\s)+$/
/** 办法, 司法, 做法 … end in the same character and are none. */
const NO_LAW = /(?:[办做方看想说用执普立违守合手书语宪]|(?<!公)司)法$/

/** Whether a title is that of a law of the People's Congress, to tell from the regulations, rules and interpretations under it. */
export function isLaw(title: string): boolean {
  const name = title.replace(ENDING, '')
  return /(?:[^法]法|法典|宪法)$/.test(name) && (!NO_LAW.test(name) || name.endsWith('宪法'))
}
