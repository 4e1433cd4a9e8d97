/** Reading a room once for everyone who asks the same of it at the same moment. */
import { gathering } from '../../kernel/store/loader'

const readsAtOnce = 32

/** The key is two numbers and the room's id, with a space between them; whoever asks meanwhile shares the rows. */
export function readTogether<D>(
  read: (numbers: [number, number], roomId: string) => Promise<D[]>,
): (key: `${number} ${number} ${string}`) => Promise<D[] | undefined> {
  const one = async (key: string): Promise<[string, D[]]> => {
    const [first, second, roomId] = key.split(' ') as [string, string, string]
    return [key, await read([Number(first), Number(second)], roomId)]
  }
  return gathering<D[]>(async keys => new Map(await Promise.all(keys.map(one))), readsAtOnce)
}
