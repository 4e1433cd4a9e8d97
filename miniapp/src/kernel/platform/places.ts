/** Places on the map of the host: its own picker and its own view. */
import Taro from '@tarojs/taro'
import { fromChina, toChina } from '../china'
import type { Point, Spot } from './places.types'

/** Whether the host has a picker of its own. */
export const hasPicker = true

/** Lets someone choose a place; `closed` where they did not want to, `refused` where the host may not ask them. */
export async function pickPlace(): Promise<Spot | 'closed' | 'refused'> {
  try {
    const { latitude, longitude, name = '', address = '' } = await Taro.chooseLocation({})
    const point = fromChina({ latitude: Number(latitude), longitude: Number(longitude) })
    return { ...point, name, address }
  } catch (error) {
    const { errMsg = '', error: code } = error as { errMsg?: string; error?: number }
    return /cancel/i.test(errMsg) || code === 11 ? 'closed' : 'refused'
  }
}

/** Opens where a refusal can be taken back. */
export const openPermissions = (): void => void Taro.openSetting?.({ fail: () => undefined })

/** Where this device is; the picker says that here. */
export const whereAmI = async (): Promise<Point | null> => null

/** Shows a place on the map. */
export function showPlace({ name, address, ...point }: Spot): void {
  void Taro.openLocation({ ...toChina(point), name, address, scale: 16, fail: () => undefined })
}
