/** How much room there is: a mini program is always as narrow as a phone. */
import Taro from '@tarojs/taro'

export const useWide = (): boolean => false
export const useMouse = (): boolean => false

/** Whether each address is a page of the host's own, which keeps what it covers. */
export const hasOwnPages = true

/** Older hosts have only the one call that tells everything. */
const windowInfo = () => Taro.getWindowInfo?.() ?? Taro.getSystemInfoSync()

/** The size of the window, for menus. */
export const screenSize = () => {
  const { windowWidth, windowHeight } = windowInfo()
  return { width: windowWidth, height: windowHeight }
}

const barHeight = 44
/** The capsule's place where a host does not tell: at the end of the bar under the status bar. */
const capsuleRoom = 97

/** What the host draws over the head of a page, in px: our bar stands level with its capsule and ends before it. */
export function barRoom(): { top: number; height: number; end: number } {
  const { statusBarHeight = 0, windowWidth } = windowInfo()
  const capsule = Taro.getMenuButtonBoundingClientRect?.()
  if (!capsule?.height) return { top: statusBarHeight, height: barHeight, end: capsuleRoom }
  const middle = capsule.top + capsule.height / 2
  return { top: Math.max(0, middle - barHeight / 2), height: barHeight, end: windowWidth - capsule.left }
}
