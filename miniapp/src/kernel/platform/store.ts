/** Where a mini program keeps things: at most 1 MB a key and 10 MB in all, without transactions. */
import Taro from '@tarojs/taro'
import type { StoreBackend } from '../storage'

let writing: Promise<void> = Promise.resolve()

async function put(changes: Parameters<StoreBackend['write']>[0]): Promise<void> {
  for (const [key, data] of changes) {
    await (data === null ? Taro.removeStorage({ key }) : Taro.setStorage({ key, data }))
  }
}

export const backend: StoreBackend = {
  load: async prefix => {
    await writing.catch(() => undefined)
    // The types promise a bare result; every platform gives the keys with it.
    const { keys } = (await Taro.getStorageInfo()) as unknown as { keys: string[] }
    const wanted = keys.filter(key => key.startsWith(prefix))
    const values = await Promise.all(wanted.map(key => Taro.getStorage({ key }).catch(() => null)))
    return wanted.flatMap((key, index) => {
      const text: unknown = values[index]?.data
      return typeof text === 'string' ? [[key, text]] : []
    })
  },
  // One after the other: a slow write must not put an older value over a newer one.
  write: changes => {
    writing = writing.catch(() => undefined).then(() => put(changes))
    return writing
  },
}
