import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startServer, type TestServer } from '../testing/server'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
  await server.db.collection('things').insertOne({ a: 1, text: 'x', list: [1], nested: [{ b: 1 }] })
})
afterAll(() => server.stop())

const update = (u: object, more: object = {}) => ({ update: 'things', updates: [{ q: {}, u, ...more }] })
const pipeline = (...stages: object[]) => ({ aggregate: 'things', pipeline: stages, cursor: {} })
const find = (filter: object, more: object = {}) => ({ find: 'things', filter, ...more })

test.each<[object, number]>([
  [{ replSetGetStatus: 1 }, 59],
  [{ mapReduce: 'things' }, 59],
  [{ saslStart: 1 }, 59],
  [{ hasOwnProperty: 1 }, 59],
  [{ startSession: 1 }, 20],
  [find({}, { lsid: { id: 1 } }), 20],
  [{ insert: 'things', documents: [{}], txnNumber: 1 }, 20],
  [find({}, { startTransaction: true, autocommit: false }), 20],
  [find({}, { readConcern: { level: 'snapshot' } }), 246],
  [find({}, { frobnicate: 1 }), 40415],
  [find({}, { tailable: true }), 238],
  [find({}, { collation: { locale: 'en' } }), 238],
  [find({}, { let: { x: 1 } }), 238],
  [find({}, { limit: -1 }), 51024],
  [find({}, { hint: 'none_1' }), 2],
  [find({}, { sort: { a: 2 } }), 15975],
  [find({ a: { $near: [1, 2] } }), 291],
  [find({ a: { $frob: 1 } }), 2],
  [find({ $where: 'true' }), 2],
  [find({ $frob: 1 }), 2],
  [find([] as object), 14],
  [{ find: '' }, 73],
  [{ find: 7 }, 14],
  [{ find: 'absent', filter: { $frob: 1 } }, 2],
  [{ insert: 'things', documents: [] }, 16],
  [{ insert: 'things', documents: [5] }, 14],
  [{ update: 'things', updates: [5] }, 14],
  [find({}, { limit: '5' }), 14],
  [find({}, { skip: 1.5 }), 2],
  [find({}, { singleBatch: 'yes' }), 14],
  [{ findAndModify: 'things', update: { a: 1 }, upsert: 'yes' }, 14],
  [{ insert: 'bad$name', documents: [{}] }, 73],
  [{ insert: 'system.users', documents: [{}] }, 73],
  [{ insert: 'things', documents: [{}], writeConcern: { w: 2 } }, 2],
  [{ update: 'things', updates: [{ q: {}, u: {}, frob: 1 }] }, 9],
  [pipeline({ $frob: {} }), 40324],
  [pipeline({ $out: 7 }), 16990],
  [pipeline({ $out: { coll: 'x' } }), 40414],
  [pipeline({ $out: { db: 'test', coll: 'x', frob: 1 } }), 40415],
  [pipeline({ $out: { db: 'test', coll: 'x', timeseries: {} } }), 238],
  [pipeline({ $out: '' }), 73],
  [pipeline({ $out: 'bad$name' }), 73],
  [pipeline({ $out: 'system.users' }), 17385],
  [pipeline({ $out: { db: 'admin', coll: 'x' } }), 31321],
  [pipeline({ $merge: 7 }), 14],
  [pipeline({ $merge: {} }), 40414],
  [pipeline({ $merge: { into: 7 } }), 14],
  [pipeline({ $merge: { into: 'x', frob: 1 } }), 40415],
  [pipeline({ $merge: 'system.users' }), 31319],
  [pipeline({ $merge: { into: { db: 'local', coll: 'x' } } }), 31320],
  [pipeline({ $merge: { into: 'x', on: 7 } }), 51186],
  [pipeline({ $merge: { into: 'x', on: [] } }), 51187],
  [pipeline({ $merge: { into: 'x', on: [7] } }), 51134],
  [pipeline({ $merge: { into: 'x', on: ['a', 'a'] } }), 31465],
  [pipeline({ $merge: { into: 'x', on: 'a' } }), 51183],
  [pipeline({ $merge: { into: 'x', whenMatched: 'frob' } }), 2],
  [pipeline({ $merge: { into: 'x', whenMatched: 7 } }), 51191],
  [pipeline({ $merge: { into: 'x', whenMatched: [{ $match: {} }] } }), 72],
  [pipeline({ $merge: { into: 'x', whenNotMatched: 'frob' } }), 2],
  [pipeline({ $merge: { into: 'x', whenNotMatched: 7 } }), 14],
  [pipeline({ $merge: { into: 'x', whenMatched: 'fail', whenNotMatched: 'fail' } }), 51181],
  [pipeline({ $merge: { into: 'x', whenMatched: 'merge', let: {} } }), 51199],
  [pipeline({ $merge: { into: 'x', whenMatched: [], let: { new: 1 } } }), 51273],
  [pipeline({ $merge: { into: 'x', whenMatched: [], let: 7 } }), 14],
  [pipeline({ $merge: { into: 'x', whenNotMatched: 'fail' } }), 13113],
  [pipeline({ $out: 'x' }, { $merge: 'y' }), 40601],
  [pipeline({ $facet: {} }), 40169],
  [pipeline({ $bucketAuto: {} }), 40324],
  [pipeline({ $changeStream: {} }), 40573],
  [{ aggregate: 1, pipeline: [{ $changeStream: {} }], cursor: {} }, 40573],
  [pipeline({ $match: { $frob: 1 } }), 2],
  [{ aggregate: 1, pipeline: [], cursor: {} }, 73],
  [{ aggregate: 'things', pipeline: [] }, 9],
  [{ aggregate: 'things', pipeline: 7, cursor: {} }, 14],
  [{ findAndModify: 'things', query: {} }, 9],
  [{ findAndModify: 'things', remove: true, update: {} }, 9],
  [{ create: 'capped', capped: true, size: 100 }, 40415],
  [{ create: 'view', viewOn: 'things', pipeline: [] }, 40415],
  [{ create: 'valid', validator: {} }, 40415],
  [{ create: 'things' }, 48],
  [{ listIndexes: 'absent' }, 26],
  [{ validate: 'absent' }, 26],
  [{ dropIndexes: 'things', index: 'none_1' }, 27],
  [{ dropIndexes: 'things', index: '_id_' }, 72],
  [{ getMore: 5, collection: 'things' }, 14],
  [{ explain: { ping: 1 } }, 59],
])('%j is refused with %i', async (command, code) => {
  await expect(server.db.command(command)).rejects.toMatchObject({ code, ok: 0 })
})

test.each<[object, number]>([
  [update({ $frob: { a: 1 } }), 9],
  [update([{ $match: {} }] as object), 72],
  [update([{ $frob: {} }] as object), 40324],
  [update([{ $set: { a: '$$none' } }] as object), 17276],
  [update({ $rename: { a: 'a' } }), 2],
  [update({ $bit: { a: { and: 1.5 } } }), 2],
  [update({ $pop: { list: 0 } }), 9],
  [update({ a: 1 }, { multi: true }), 9],
  [update({ $set: { _id: 5 } }), 66],
  [update({ $inc: { text: 1 } }), 14],
  [update({ $push: { a: 1 } }), 2],
  [update({ $set: { 'list.$[x]': 1 } }), 2],
  [update({ $set: { a: 1 }, $inc: { a: 1 } }), 40],
  [update({ $set: { a: 2 } }, { collation: { locale: 'de' } }), 238],
  [{ delete: 'things', deletes: [{ q: {}, limit: 2 }] }, 9],
  [{ delete: 'things', deletes: [{ limit: 0 }] }, 40414],
  [{ delete: 'things', deletes: [{ q: 'all', limit: 0 }] }, 14],
  [{ update: 'things', updates: [{ u: { $set: { a: 5 } } }] }, 40414],
  [{ insert: 'things', documents: [{ _id: [1] }] }, 53],
  [{ insert: 'things', documents: [{ _id: 1, deep: 'x'.repeat(17_000_000) }] }, 10334],
])('a statement is refused by itself', async (command, code) => {
  const before = await server.db.collection('things').find().toArray()
  const answer = await server.client.db('test').command(command, { ignoreUndefined: true })
  expect(answer['writeErrors']).toEqual([
    expect.objectContaining({ index: 0, code, errmsg: expect.any(String) }),
  ])
  expect(await server.db.collection('things').find().toArray()).toEqual(before)
})

test('an open session is refused by the driver or the server, not ignored', async () => {
  const session = server.client.startSession()
  await expect(server.db.collection('things').findOne({}, { session })).rejects.toThrow(/session/i)
  await session.endSession()
})
