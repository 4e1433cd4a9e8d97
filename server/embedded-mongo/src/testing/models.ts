import { BSON } from 'mongodb'
import mongoose, { Schema, type Model } from 'mongoose'

/** Options that keep every number in the class of its BSON type. */
export const AS_STORED = { promoteValues: false, promoteLongs: false, promoteBuffers: false } as const

/** A document of any shape. */
export type Free = Record<string, unknown>

/** Connects mongoose and gives a maker of models without rules, which pass on what they are given. */
export async function looseModels(uri: string, dbName: string) {
  const connection = await mongoose.createConnection(uri, { dbName }).asPromise()
  let made = 0
  return {
    close: () => connection.close(),
    async modelWith(documents: object[]): Promise<Model<Free>> {
      const schema = new Schema<Free>(
        { _id: Schema.Types.Mixed },
        { strict: false, versionKey: false, minimize: false },
      )
      const Things = connection.model<Free>(`Loose${++made}`, schema as never)
      const numbered = documents.map((document, index) => ({ _id: index, ...document }))
      if (documents.length > 0) await Things.insertMany(numbered as never)
      return Things
    },
  }
}

/** A document with every type spelled out. */
export const spell = (document: unknown): string => BSON.EJSON.stringify(document, { relaxed: false })

/** What a collection holds, with every type spelled out. */
export async function spelled(Things: Model<Free>): Promise<string[]> {
  const found = await Things.collection.find({}, AS_STORED).sort({ _id: 1 }).toArray()
  return found.map(spell)
}
