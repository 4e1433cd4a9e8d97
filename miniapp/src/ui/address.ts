/** The address in a mini program: the one page is opened again with other words, so the host's own back works. */
import Taro, { useRouter } from '@tarojs/taro'
import { useState, useSyncExternalStore } from 'react'
import { toQuery, type Address } from './address.types'

export type { Address } from './address.types'

/** Hosts open no more than ten pages above one another. */
const mostPages = 9

const url = (address: Address) => `/pages/home/index?${toQuery(address)}`
let tab: Address['tab']
/** While a page is on its way a second tap opens nothing; a host that never answers holds nobody up for longer. */
const onItsWay = 1_000
let wentAt = 0
const listeners = new Set<() => void>()

/** What each open page shows, the first one at the bottom. */
const stack = (): string[] =>
  Taro.getCurrentPages().map(({ options, $taroParams }) => toQuery((options ?? $taroParams ?? {}) as Address))

/** Shows another address: one that is open already is gone back to, and the tabs change in place. */
export function go(address: Address, replace = false): void {
  if (!address.room && !address.community && !address.view) return goToTab(address.tab)
  const open = stack()
  const steps = open.length - 1 - open.lastIndexOf(toQuery(address))
  if (steps === 0 || Date.now() - wentAt < onItsWay) return
  if (steps < open.length) return step(Taro.navigateBack({ delta: steps }))
  const full = open.length >= mostPages
  step(replace || full ? Taro.redirectTo({ url: url(address) }) : Taro.navigateTo({ url: url(address) }))
}

function goToTab(next: Address['tab']): void {
  tab = next
  for (const listener of listeners) listener()
  const depth = Taro.getCurrentPages().length
  if (depth > 1) step(Taro.navigateBack({ delta: depth - 1 }))
}

function step(taken: Promise<unknown>): void {
  wentAt = Date.now()
  const arrive = () => {
    wentAt = 0
  }
  taken.finally(arrive).catch(() => undefined)
}

/** One step back. */
export function back(otherwise: Address): void {
  if (Taro.getCurrentPages().length > 1) step(Taro.navigateBack())
  else step(Taro.reLaunch({ url: url(otherwise) }))
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** What this page shows. */
export function useAddress(): Address {
  const { params } = useRouter()
  const [own] = useState(() => params as Address)
  const place = useSyncExternalStore(
    subscribe,
    () => tab,
    () => tab,
  )
  return own.room || own.community || own.view ? own : { tab: place }
}
