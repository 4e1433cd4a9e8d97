import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Model } from 'mongoose'
import { type Free, looseModels, spelled } from './testing/models'
import { startServer, type TestServer } from './testing/server'

let server: TestServer
let models: Awaited<ReturnType<typeof looseModels>>
const modelWith = (documents: object[]) => models.modelWith(documents)
beforeAll(async () => {
  server = await startServer()
  models = await looseModels(server.server.uri, 'refused')
})
afterAll(async () => {
  await models.close()
  await server.stop()
})

test.each<[string, (Things: Model<Free>) => Promise<unknown>, number]>([
  ['an unknown operator', Things => Things.collection.find({ a: { $frob: 1 } as never }).toArray(), 2],
  ['an unknown top level operator', Things => Things.collection.find({ $frob: 1 } as never).toArray(), 2],
  ['$text', Things => Things.collection.find({ $text: { $search: 'x' } }).toArray(), 27],
  ['$where', Things => Things.collection.find({ $where: 'true' }).toArray(), 2],
  ['$near', Things => Things.collection.find({ a: { $near: [1, 1] } }).toArray(), 291],
  ['$jsonSchema', Things => Things.collection.find({ $jsonSchema: {} }).toArray(), 238],
  [
    'a pattern JavaScript cannot read',
    Things => Things.collection.find({ a: { $regex: '(?>a)' } }).toArray(),
    51091,
  ],
  ['an unknown modifier', Things => Things.collection.updateOne({}, { $frob: { a: 1 } } as never), 9],
  ['$rename into itself', Things => Things.collection.updateOne({}, { $rename: { n: 'n.x' } }), 2],
  ['$rename of an element', Things => Things.collection.updateOne({}, { $rename: { 'l.0': 'x' } }), 2],
  ['$bit of text', Things => Things.collection.updateOne({}, { $bit: { s: { and: 1 } } }), 2],
  ['$bit by a double', Things => Things.collection.updateOne({}, { $bit: { n: { and: 1.5 } } }), 2],
  ['$pop of 2', Things => Things.collection.updateOne({}, { $pop: { l: 2 } } as never), 9],
  ['$pop of a number', Things => Things.collection.updateOne({}, { $pop: { n: 1 } } as never), 14],
  ['$pullAll by a number', Things => Things.collection.updateOne({}, { $pullAll: { l: 1 } } as never), 2],
  ['$match in an update', Things => Things.collection.updateOne({}, [{ $match: {} }]), 72],
  ['an _id changed by a pipeline', Things => Things.collection.updateOne({}, [{ $set: { _id: 9 } }]), 66],
  [
    'an update pipeline with filters',
    Things => Things.collection.updateOne({}, [{ $set: { n: 2 } }], { arrayFilters: [{ x: 1 }] }),
    9,
  ],
  [
    'a replacement that is a number',
    Things => Things.collection.findOneAndUpdate({}, [{ $replaceWith: '$n' }]),
    40228,
  ],
  ['conflicting paths', Things => Things.collection.updateOne({}, { $set: { a: 1, 'a.b': 1 } }), 40],
  ['a path through a number', Things => Things.collection.updateOne({}, { $set: { 'n.b': 1 } }), 28],
  ['a changed _id', Things => Things.collection.updateOne({}, { $set: { _id: 99 } } as never), 66],
  ['$inc of text', Things => Things.collection.updateOne({}, { $inc: { s: 1 } }), 14],
  ['$inc by text', Things => Things.collection.updateOne({}, { $inc: { n: 'x' } } as never), 14],
  ['$push to a number', Things => Things.collection.updateOne({}, { $push: { n: 1 } } as never), 2],
  ['$ without a match', Things => Things.collection.updateOne({}, { $set: { 'l.$': 1 } }), 2],
  [
    'an array filter unused',
    Things => Things.collection.updateOne({}, { $set: { n: 1 } }, { arrayFilters: [{ x: 1 }] }),
    9,
  ],
  ['an empty field name', Things => Things.collection.updateOne({}, { $set: { 'a..b': 1 } }), 56],
  ['a mixed projection', Things => Things.collection.findOne({}, { projection: { a: 1, b: 0 } }), 31254],
  [
    'an unknown expression',
    Things => Things.collection.findOne({}, { projection: { a: { $frob: 1 } } }),
    168,
  ],
  ['an unknown stage', Things => Things.collection.aggregate([{ $frob: {} }]).toArray(), 40324],
  [
    'an unknown accumulator',
    Things => Things.collection.aggregate([{ $group: { _id: 1, a: { $frob: 1 } } }]).toArray(),
    15952,
  ],
  ['$bucketAuto', Things => Things.collection.aggregate([{ $bucketAuto: {} }]).toArray(), 40324],
  ['a change stream', Things => Things.collection.watch().next(), 40573],
  [
    '$bucket without order',
    Things => Things.collection.aggregate([{ $bucket: { groupBy: '$n', boundaries: [2, 1] } }]).toArray(),
    40194,
  ],
  [
    'a value outside every bucket',
    Things => Things.collection.aggregate([{ $bucket: { groupBy: '$n', boundaries: [2, 3] } }]).toArray(),
    40066,
  ],
  [
    '$out before the end',
    Things => Things.collection.aggregate([{ $out: 'x' }, { $limit: 1 }]).toArray(),
    40601,
  ],
  [
    '$merge in a facet',
    Things => Things.collection.aggregate([{ $facet: { a: [{ $merge: 'x' }] } }]).toArray(),
    40600,
  ],
  [
    'a window by range',
    Things =>
      Things.collection
        .aggregate([
          { $setWindowFields: { sortBy: { n: 1 }, output: { r: { $sum: 1, window: { range: [0, 1] } } } } },
        ])
        .toArray(),
    238,
  ],
  [
    'a time zone that is none',
    Things =>
      Things.collection
        .aggregate([
          { $project: { a: { $dateTrunc: { date: new Date(0), unit: 'day', timezone: 'Mars/Olympus' } } } },
        ])
        .toArray(),
    40485,
  ],
  ['an _id that is a list', Things => Things.collection.insertOne({ _id: [1] } as never), 53],
  ['a second _id', Things => Things.collection.insertOne({ _id: 0 } as never), 11000],
  ['arrays side by side in a sort', Things => Things.collection.find().sort({ l: 1, m: 1 }).toArray(), 2],
])('refused: %s', async (_, act, code) => {
  const Things = await modelWith([{ n: 1, s: 'x', l: [1], m: [2] }])
  const before = await spelled(Things)
  await expect(act(Things)).rejects.toMatchObject({ code })
  expect(await spelled(Things)).toEqual(before)
})
