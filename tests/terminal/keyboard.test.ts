import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { sit, to } from './sit.ts'

describe('a person at the keyboard', () => {
  const atKeyboard = (answer?: Parameters<typeof sit>[0]) => sit(answer, { keyboard: true })

  it('has a prompt that says who he is, and sees the answer above the next one', async () => {
    const { input, until, ended, screen, said } = atKeyboard(({ from, text }) => [to(from.chat, `收到“${text}”`)])
    await until('企业·张三 > ')
    input.write('你好\r')
    await until('收到“你好”')
    input.write('/as staff\r')
    await until('工作人员·王芳 > ')
    input.write('/quit\r')
    await ended
    expect(said()).toEqual(['entrepreneur:张三 /start', 'entrepreneur:张三 你好', 'staff:王芳 /start'])
    expect(screen()).not.toContain('张三：你好')
  })

  it('may paste several lines: they are one message', async () => {
    const { input, until, ended, heard, screen } = atKeyboard(({ from }) => [to(from.chat, '好的')])
    await until('企业·张三 > ')
    expect(screen()).toContain('\u001b[?2004h')
    input.write('\u001b[200~甲方欠款\r乙方不理\r第三行\u001b[201~')
    await wait(10)
    expect(heard).toHaveLength(1)
    input.write('，请处理\r')
    await until(/好的[\s\S]*好的/)
    input.write('\u0004')
    await ended
    expect(heard[1]?.text).toBe('甲方欠款\n乙方不理\n第三行，请处理')
    expect(screen()).toContain('\u001b[?2004l')
  })

  it('what comes by itself is shown above the line being typed', async () => {
    const { channel, input, until, ended, screen, heard } = atKeyboard()
    await until('企业·张三 > ')
    input.write('我想')
    await wait(10)
    await channel.send(to('entrepreneur:张三', '您的诉求已受理'), 'later')
    expect(screen()).toMatch(/您的诉求已受理\n\n[\s\S]*企业·张三 > 我想/)
    input.write('问\r')
    input.write('\u0004')
    await ended
    expect(heard.at(-1)?.text).toBe('我想问')
  })

  it('Ctrl-C gives the terminal back as it was and leaves', async () => {
    const { input, until, ended, interrupted, screen } = atKeyboard()
    await until('企业·张三 > ')
    input.write('写了一半\u0003')
    await ended
    expect(interrupted()).toBe(1)
    expect(screen()).toContain('\u001b[?2004l')
  })
})
