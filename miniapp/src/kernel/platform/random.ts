/** Ids that nobody else makes. */
import Taro from '@tarojs/taro'

const letters = '0123456789abcdefghijklmnopqrstuvwxyz'
let pool: number[] = []

/** Where the platform has a source of randomness, a few ids' worth is fetched ahead: it only answers later. */
export function fillPool(): void {
  Taro.getRandomValues?.({ length: 512 })
    .then(({ randomValues }) => pool.push(...new Uint8Array(randomValues)))
    .catch(() => undefined)
}

/** 24 characters; unique, not secret. */
export function newId(): string {
  if (pool.length < 48) fillPool()
  let id = Date.now().toString(36).slice(-8)
  while (id.length < 24) id += letters[Math.floor(((pool.pop() ?? Math.random() * 256) / 256) * 36)]
  return id
}
