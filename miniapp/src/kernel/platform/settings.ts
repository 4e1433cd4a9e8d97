/** Small choices that belong to the device, and what the system prefers. */
import Taro from '@tarojs/taro'

/** Reads a choice; the answer may come later. */
export function readChoice(name: string, tell: (choice: string) => void): void {
  Taro.getStorage({ key: `choice/${name}` })
    .then(({ data }) => tell(String(data)))
    .catch(() => undefined)
}

/** Keeps a choice. */
export const writeChoice = (name: string, choice: string): void =>
  void Taro.setStorage({ key: `choice/${name}`, data: choice }).catch(() => undefined)

/** The system's language, as a tag. */
export const systemLanguage = (): string => Taro.getAppBaseInfo?.().language ?? 'zh_CN'

/** Whether the system is dark, now and whenever that changes. */
export function followDark(tell: (dark: boolean) => void): void {
  tell(Taro.getAppBaseInfo?.().theme === 'dark')
  Taro.onThemeChange?.(({ theme }) => tell(theme === 'dark'))
}

/** Mini programs cannot ask for less motion. */
export const followCalm = (_tell: (calm: boolean) => void): void => undefined
