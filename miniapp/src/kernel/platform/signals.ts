/** What a mini program tells of itself: shown, hidden, with or without a network. */
import Taro from '@tarojs/taro'

/** Calls back when the app comes to the foreground. */
export const onShown = (tell: () => void): void => Taro.onAppShow(tell)

/** True while the app can be seen. */
export const isShown = (): boolean => true

/** Calls back when the app goes away, perhaps for good. */
export const onHidden = (tell: () => void): void => Taro.onAppHide(tell)

/** Calls back when the network comes or goes. */
export const onNetwork = (tell: (online: boolean) => void): void =>
  Taro.onNetworkStatusChange(({ isConnected }) => tell(isConnected))

/** Calls back before the next picture is drawn. */
export const nextFrame = (draw: () => void): void => void setTimeout(draw, 16)

/** Starts the app anew, as after an update. */
export const restart = (): void => void Taro.reLaunch({ url: '/pages/home/index' })
