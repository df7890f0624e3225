import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEnvelope } from '../../adapters/wechat-official/envelope.ts'
import { readXml, writeXml } from '../../adapters/wechat-official/xml.ts'

/** Tencent's own published example (WXBizMsgCrypt, Sample). */
const TENCENT = { token: 'QDG6eK', aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C', id: 'wx5823bf96d3bd56c7' }
const ECHO = 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=='
const MESSAGE =
  'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=='

describe('the envelope', () => {
  const envelope = createEnvelope(TENCENT)

  it('is signed and opened as in the published example of an address to verify', () => {
    expect(envelope.isSigned('5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3', '1409659589', '263014780', ECHO)).toBe(true)
    expect(envelope.open(ECHO)).toBe('1616140317555161061')
  })

  it('is signed and opened as in the published example of a message', () => {
    expect(envelope.isSigned('477715d11cdb4164915debcba66cb864d751f3e6', '1409659813', '1372623149', MESSAGE)).toBe(
      true,
    )
    expect(readXml(envelope.open(MESSAGE) ?? '')).toMatchObject({
      ToUserName: 'wx5823bf96d3bd56c7',
      FromUserName: 'mycreate',
      MsgType: 'text',
      Content: 'hello',
    })
  })

  it('is not signed by another token, for other words, or in other letters', () => {
    const right = envelope.sign('1', '2', '3')
    expect(envelope.isSigned(right, '3', '2', '1')).toBe(true)
    expect(createEnvelope({ ...TENCENT, token: 'other' }).isSigned(right, '1', '2', '3')).toBe(false)
    for (const wrong of [right.toUpperCase(), right.slice(1), `${right} `, '', '…'.repeat(20)])
      expect(envelope.isSigned(wrong, '1', '2', '3')).toBe(false)
    expect(envelope.isSigned(right, '1', '2', '4')).toBe(false)
  })

  it('stays shut for another key, another account, and what was spoilt on its way', () => {
    const other = createEnvelope({ ...TENCENT, aesKey: TENCENT.aesKey.replace('j', 'k') })
    const stranger = createEnvelope({ ...TENCENT, id: 'wx0000000000000000' })
    expect(other.open(MESSAGE)).toBeNull()
    expect(stranger.open(MESSAGE)).toBeNull()
    expect(createEnvelope({ token: 'x', id: 'y' }).open(MESSAGE)).toBeNull()
    for (const spoilt of ['', 'x', MESSAGE.slice(0, -4), MESSAGE.slice(4), `${MESSAGE}AAAA`, 'A'.repeat(64)])
      expect(envelope.open(spoilt)).toBeNull()
  })

  it('gives back what was sealed, however long it is and whatever is in it', () => {
    for (let length = 0; length < 70; length++) {
      const text = '政\u0000😀]]>a'.repeat(10).slice(0, length)
      const { encrypt, signature, timestamp, nonce } = envelope.seal(text, 1_700_000_000)
      expect(envelope.isSigned(signature, timestamp, nonce, encrypt)).toBe(true)
      expect(envelope.open(encrypt)).toBe(Buffer.from(text).toString())
      expect(Buffer.from(encrypt, 'base64').length % 32).toBe(0)
    }
    expect(envelope.seal('同', 1).encrypt).not.toBe(envelope.seal('同', 1).encrypt)
  })

  it('says what is wrong with a key that can be none', () => {
    for (const aesKey of ['', 'short', `${TENCENT.aesKey}=`, TENCENT.aesKey.replace('j', '!')])
      expect(() => createEnvelope({ ...TENCENT, aesKey })).toThrow('EncodingAESKey is not 43 letters and digits')
    expect(() => createEnvelope({ token: 'x', id: 'y' }).seal('文', 1)).toThrow('without the EncodingAESKey')
  })
})

describe('the XML of a message', () => {
  it('is read as Tencent writes it, in CDATA or not, with line ends between', () => {
    expect(readXml('<xml>\n <A><![CDATA[一<b>&amp;]]></A>\n<B>2 &lt;&amp;</B><C></C><D/>\n</xml>\n')).toEqual({
      A: '一<b>&amp;',
      B: '2 <&',
      C: '',
    })
  })

  it('passes over what holds elements of its own; of two with one name the first is taken', () => {
    expect(
      readXml('<xml><A>1</A><Info><A>2</A><Type>x</Type></Info><Pics><item><A>3</A></item></Pics><A>4</A></xml>'),
    ).toEqual({ A: '1' })
  })

  it('is nothing where it is not that', () => {
    for (const text of [
      '',
      'xml',
      '<xml>',
      '<xml><A>1</xml>',
      '<xml><A>1</B></xml>',
      '<xml><A>1</A></xml><xml></xml>',
      '<xml></xml>more',
      '<a><A>1</A></a>',
      '<xml><A x="1">1</A></xml>',
      '<xml><A><![CDATA[1]></A></xml>',
      '<!DOCTYPE xml [<!ENTITY a "aaaa">]><xml><A>&a;</A></xml>',
      '<?xml version="1.0"?><xml></xml>',
    ])
      expect(readXml(text), text).toBeNull()
    expect(readXml('<xml><A>&a;&#65;</A><__proto__>x</__proto__></xml>')).toHaveProperty('A', '&a;&#65;')
  })

  it('takes no longer for what is made to take long', () => {
    const began = performance.now()
    for (const part of ['<', '<a>', '<![CDATA[', '&amp', ']]>', '<a'])
      expect(readXml(`<xml>${part.repeat(40_000)}`)).toBeNull()
    expect(performance.now() - began).toBeLessThan(500)
  })

  it('is written so that it is read again, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(']]>', '<![CDATA[', ']', '>', '</Content>', '&lt;', '文', ' '), { maxLength: 9 }),
        (bits) => {
          const Content = bits.join('')
          expect(readXml(writeXml({ Content, CreateTime: 5 }))).toEqual({ Content, CreateTime: '5' })
        },
      ),
    )
  })
})
