/** What surrounds the page; in a mini program that is the host's business, so little is left to do. */
import Taro from '@tarojs/taro'

export function setTitle(_title: string): void {}

/** The colour of the status bar's words and of what shows beyond the page. */
export function setLook(dark: boolean, _language: string): void {
  // Alipay would draw its own bar over ours.
  if (process.env.TARO_ENV !== 'weapp') return
  const [text, background] = dark ? (['#ffffff', '#0d0f10'] as const) : (['#000000', '#f7f6f3'] as const)
  const ignore = () => undefined
  Taro.setNavigationBarColor?.({ frontColor: text, backgroundColor: background }).catch(ignore)
  Taro.setBackgroundColor?.({ backgroundColor: background }).catch(ignore)
}

/** Puts a text into the clipboard; false where the host, or the person it asked, refuses. */
export const copyText = (text: string): Promise<boolean> =>
  Taro.setClipboardData({ data: text }).then(
    () => true,
    () => false,
  )

let shown = true
const listeners = new Set<() => void>()
const change = (now: boolean) => () => {
  shown = now
  for (const tell of listeners) tell()
}
Taro.onAppShow?.(change(true))
Taro.onAppHide?.(change(false))

/** True while the app is in front. */
export const isShown = (): boolean => shown

/** Calls back when the app comes to the front or leaves it. */
export function onShown(tell: () => void): () => void {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}
