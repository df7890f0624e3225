/** Runs in the pages that are looked at (`looking.ts`): what it takes a browser to see. */

const read = (text) => {
  const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/gu) ?? []).map(Number)
  return [r, g, b, a]
}

/** Relative luminance, as WCAG works it out. */
const light = ([r, g, b]) => {
  const part = (value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
}

const behind = (one) => {
  if (!one) return [255, 255, 255, 1]
  const colour = read(getComputedStyle(one).backgroundColor)
  return colour[3] === 0 ? behind(one.parentElement) : colour
}

globalThis.looking = {
  /** Every pair of colours in which a text is seen; 4.5 is needed, or 3 for what is large (WCAG 2.2, 1.4.3). */
  contrasts() {
    const found = new Map()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const one = walker.currentNode.parentElement
      const text = walker.currentNode.textContent.trim()
      if (text === '' || one.getClientRects().length === 0) continue
      const { color, fontSize, fontWeight } = getComputedStyle(one)
      const ground = behind(one)
      const [a, b] = [light(read(color)), light(ground)]
      const size = Number.parseFloat(fontSize)
      const isLarge = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700)
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
      found.set(`${color} ${ground} ${isLarge}`, { text: text.slice(0, 20), ratio, needs: isLarge ? 3 : 4.5 })
    }
    return [...found.values()]
  },

  /** What has no name that could be read out, or is too small for a finger (2.5.8: 24 by 24). */
  nameless() {
    const wrong = []
    const all = 'a,button,select,input:not([type=hidden]),img,[tabindex="0"],nav'
    for (const one of document.querySelectorAll(all)) {
      const label = one.labels?.[0]?.textContent
      const name = one.getAttribute('aria-label') ?? one.getAttribute('alt') ?? label ?? one.textContent
      if (name.trim() === '') wrong.push(`no name: ${one.outerHTML.slice(0, 80)}`)
      const { width, height } = one.getBoundingClientRect()
      const isControl = ['BUTTON', 'SELECT', 'INPUT'].includes(one.tagName)
      if (isControl && width > 0 && (width < 24 || height < 24)) wrong.push(`too small: ${name}`)
    }
    return wrong
  },

  width: () => document.documentElement.scrollWidth,
  broken: () => [...document.images].filter(({ naturalWidth }) => naturalWidth === 0).length,
  scrolled: () => document.activeElement.scrollLeft,

  /** What has the focus, and whether it shows that it has. */
  focused() {
    const one = document.activeElement
    const { outlineStyle, outlineWidth } = getComputedStyle(one)
    const box = one.getBoundingClientRect()
    return {
      id: one.id,
      text: one.textContent.trim(),
      name: one.getAttribute('aria-label') ?? '',
      seen: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && box.width > 0 && box.left >= 0,
    }
  },

  /** How bright a picture is on the whole, from 0 to 255. */
  async brightness(png) {
    const image = new Image()
    image.src = `data:image/png;base64,${png}`
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
    const drawing = canvas.getContext('2d')
    drawing.drawImage(image, 0, 0)
    const pixels = drawing.getImageData(0, 0, image.width, image.height).data
    let sum = 0
    for (let i = 0; i < pixels.length; i += 4) sum += (pixels[i] + pixels[i + 1] + pixels[i + 2]) / 3
    return sum / (pixels.length / 4)
  },
}
