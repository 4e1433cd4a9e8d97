/** The address in a mini program: the one page is opened again with other words, so the host's own back works. */
import Taro, { useRouter } from '@tarojs/taro'
import { useState, useSyncExternalStore } from 'react'
import { toQuery, type Address } from './address.types'

export type { Address } from './address.types'

const url = (address: Address) => `/pages/home/index?${toQuery(address)}`
let tab: Address['tab']
const listeners = new Set<() => void>()

/** Shows another address; the tabs change in place. */
export function go(address: Address, replace = false): void {
  if (address.room || address.view) {
    void (replace ? Taro.redirectTo({ url: url(address) }) : Taro.navigateTo({ url: url(address) }))
    return
  }
  tab = address.tab
  for (const listener of listeners) listener()
  const depth = Taro.getCurrentPages().length
  if (depth > 1) void Taro.navigateBack({ delta: depth - 1 })
}

/** One step back. */
export function back(otherwise: Address): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack()
  else void Taro.reLaunch({ url: url(otherwise) })
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** What this page shows. */
export function useAddress(): Address {
  const { params } = useRouter()
  const [own] = useState(() => params as Address)
  const place = useSyncExternalStore(subscribe, () => tab)
  return own.room || own.view ? own : { tab: place }
}
