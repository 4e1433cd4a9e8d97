/** Ids that nobody else makes. */
import Taro from '@tarojs/taro'

const letters = '0123456789abcdefghijklmnopqrstuvwxyz'
let pool: number[] = []

/** Where the platform has a source of randomness, a few ids' worth is fetched ahead: it only answers later. */
function fillPool(): void {
  Taro.getRandomValues?.({
    length: 512,
    success: ({ randomValues }) => void pool.push(...new Uint8Array(randomValues)),
  })
}
fillPool()

/** 24 characters; unique, not secret. */
export function newId(): string {
  if (pool.length < 48) fillPool()
  let id = Date.now().toString(36).slice(-8)
  while (id.length < 24) id += letters[Math.floor(((pool.pop() ?? Math.random() * 256) / 256) * 36)]
  return id
}
