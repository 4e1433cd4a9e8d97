/** What a mini program tells of itself: shown, hidden, with or without a network. */
import Taro from '@tarojs/taro'

/** A host takes the network from an app that is hidden for this many milliseconds. */
const cutAfter = 5_000
let hiddenAt: number | null = null
const listeners: ((cut: boolean) => void)[] = []
Taro.onAppShow?.(() => {
  const cut = hiddenAt !== null && Date.now() - hiddenAt >= cutAfter
  hiddenAt = null
  for (const tell of listeners) tell(cut)
})
Taro.onAppHide?.(() => {
  hiddenAt = Date.now()
})

/** Calls back when the app comes to the foreground; `cut` where its network was taken from it meanwhile. */
export const onShown = (tell: (cut: boolean) => void): void => void listeners.push(tell)

/** True while the app can be seen. */
export const isShown = (): boolean => hiddenAt === null

/** Calls back when the app goes away, perhaps for good. */
export const onHidden = (tell: () => void): void => Taro.onAppHide?.(tell)

/** Calls back when the network comes or goes. */
export const onNetwork = (tell: (online: boolean) => void): void =>
  Taro.onNetworkStatusChange(({ isConnected }) => tell(isConnected))

/** Calls back before the next picture is drawn. */
export const nextFrame = (draw: () => void): void => void setTimeout(draw, 16)

/** Starts the app anew with the version that the host has fetched; until then it stays as it is. */
export function restart(): void {
  const manager = Taro.getUpdateManager?.()
  manager?.onUpdateReady(() => manager.applyUpdate())
}
