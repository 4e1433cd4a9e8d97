/** How much room there is: a mini program is always as narrow as a phone. */
import Taro from '@tarojs/taro'

export const useWide = (): boolean => false
export const useMouse = (): boolean => false

/** The size of the window, for menus. */
export const screenSize = () => {
  const { windowWidth, windowHeight } = Taro.getSystemInfoSync()
  return { width: windowWidth, height: windowHeight }
}
