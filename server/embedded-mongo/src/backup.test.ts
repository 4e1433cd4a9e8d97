import { afterEach, expect, test } from '@jest/globals'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { MongoClient, type Db } from 'mongodb'
import { cleanUp, afterwards, end, spawnServer, temporaryFolder } from './testing/server'

afterEach(cleanUp)

const writers = 8
const overwritten = 500

async function served(dir: string, ...args: string[]): Promise<{ db: Db; kill: () => Promise<void> }> {
  const { uri, child } = await spawnServer(dir, ...args)
  afterwards(() => end(child, 'SIGKILL'))
  const client = await new MongoClient(uri, { serverSelectionTimeoutMS: 2000 }).connect()
  afterwards(() => client.close())
  return { db: client.db('test'), kill: () => end(child, 'SIGKILL') }
}

function folder(): string {
  const { dir, remove } = temporaryFolder()
  afterwards(remove)
  return dir
}

test.each([1, 2])(
  'a copy made under eight writers holds all that was acknowledged before, and is whole (run %i)',
  async run => {
    const to = join(folder(), 'copy')
    const { db, kill } = await served(folder())
    const things = db.collection('things')
    await things.createIndex({ key: 1 }, { unique: true })
    await things.createIndex({ writer: 1, n: 1 })
    await things.createIndex({ tags: 1 })
    const acknowledged = Array.from({ length: writers }, () => 0)
    let stopped = false
    const work = acknowledged.map(async (_, writer) => {
      for (let n = 0; !stopped; n++) {
        await things.insertOne({
          writer,
          n,
          key: `${writer} ${n}`,
          tags: [n % 7, -writer],
          text: 'x'.repeat(500),
        })
        acknowledged[writer] = n + 1
        // What is written over again and again is where a torn copy would show.
        await things.updateMany({ writer, n: n % overwritten }, { $set: { tags: [n, n + 1], at: n } })
        if (n % 11 === 3) await things.deleteOne({ writer, n: n - 1 })
      }
    })
    while (Math.min(...acknowledged) < 60 * run) await new Promise(resolve => setTimeout(resolve, 1))
    const before = [...acknowledged]
    const { bytes } = await db.command({ backup: 1, to })
    const after = [...acknowledged]
    stopped = true
    await Promise.all(work)
    await kill()

    expect([bytes, readdirSync(to)]).toEqual([statSync(join(to, 'data.mdb')).size, ['data.mdb']])
    expect(statSync(join(to, 'data.mdb')).mode & 0o777).toBe(0o600)
    // On the machine that wrote it lmdb trusts pages that were never flushed; elsewhere it does not, and so not here.
    process.env.LMDB_RESTORE = 'safe'
    const copy = (await served(to)).db
    delete process.env.LMDB_RESTORE
    const kept = copy.collection('things')
    for (const [writer, n] of before.entries()) {
      const ours = { n: { $lt: n, $not: { $mod: [11, 2] } }, writer }
      expect(await kept.countDocuments(ours)).toBe(
        Array.from({ length: n }).filter((_, i) => i % 11 !== 2).length,
      )
      expect(await kept.countDocuments({ writer, n: { $gt: after[writer]! } })).toBe(0)
    }
    expect(await copy.command({ validate: 'things' })).toMatchObject({ valid: true, errors: [] })
    await kept.insertOne({ key: 'new' })
    await expect(kept.insertOne({ key: 'new' })).rejects.toMatchObject({ code: 11000 })
  },
)

test('a folder that exists is refused and left as it is', async () => {
  const { db } = await served(folder())
  const parent = folder()
  await db.command({ backup: 1, to: join(parent, 'copy') })
  await expect(db.command({ backup: 1, to: join(parent, 'copy') })).rejects.toMatchObject({ code: 2 })
  const racing = Array.from({ length: 4 }, () => db.command({ backup: 1, to: join(parent, 'race') }))
  const won = (await Promise.allSettled(racing)).filter(one => one.status === 'fulfilled')
  expect([won.length, existsSync(join(parent, 'race/data.mdb'))]).toEqual([1, true])
  for (const to of ['relative', 7, join(parent, 'no/such/parent')])
    await expect(db.command({ backup: 1, to })).rejects.toMatchObject({ code: 2 })
})

test('over TCP, where anyone on the machine may ask, no backup is made', async () => {
  const to = join(folder(), 'copy')
  const { db } = await served(folder(), '--port', '0')
  await expect(db.command({ backup: 1, to })).rejects.toMatchObject({ code: 13 })
  expect(existsSync(to)).toBe(false)
})
