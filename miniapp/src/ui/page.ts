/** What surrounds the page; in a mini program that is the host's business, so little is left to do. */
import Taro from '@tarojs/taro'

export function setTitle(_title: string): void {}

export function setLook(_dark: boolean, _language: string): void {}

/** Puts a text into the clipboard; the host says so itself. */
export async function copyText(text: string): Promise<boolean> {
  await Taro.setClipboardData({ data: text })
  return true
}

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
