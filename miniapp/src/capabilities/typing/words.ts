import { dictionary } from '../../kernel/words'

/** Chinese names join the words around them; others stand apart. */
const isChinese = (text: string) => /[\u2e80-\u9fff]/.test(text)
const join = (...parts: string[]) =>
  parts.reduce((text, part) =>
    isChinese(text.slice(-1)) && isChinese(part.slice(0, 1)) ? text + part : `${text} ${part}`,
  )

export const words = dictionary({
  en: {
    now: 'Typing…',
    typing: ([first = '', second, ...more]: readonly string[]) =>
      more.length > 0
        ? 'Several people are typing'
        : second
          ? `${first} and ${second} are typing`
          : `${first} is typing`,
  },
  zh: {
    now: '正在输入…',
    typing: ([first = '', second, ...more]: readonly string[]) =>
      more.length > 0
        ? '好几个人正在输入'
        : second
          ? join(first, '和', second, '正在输入')
          : join(first, '正在输入'),
  },
})
