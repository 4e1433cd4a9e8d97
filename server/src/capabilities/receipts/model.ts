/** Who tells how far they read: a row only for those who have chosen. */
import { receiptSettings, settingsId } from '@community-chat/shared/capabilities/receipts/contract'
import { type InferSchemaType, model, Schema } from 'mongoose'
import { gathering } from '../../kernel/store/loader'
import { ownFields, ownIndexes, ownRows } from '../../kernel/store/own'

const schema = new Schema({ ...ownFields, send: { type: Boolean, required: true } }, { versionKey: false })
for (const index of ownIndexes) schema.index(index)

export type SettingsDoc = InferSchemaType<typeof schema>
export const Settings = model('ReceiptSettings', schema)
export const ownSettings = ownRows(receiptSettings, Settings, ({ send }: SettingsDoc) => ({ send }))

/** Those among some people, at most a few hundred, who do not tell how far they read. */
export async function silentAmong(userIds: string[]): Promise<Set<string>> {
  const silent = await Promise.all(userIds.map(id => isSilent(`${id}:${settingsId}`)))
  return new Set(userIds.filter((_, i) => silent[i]))
}

const isSilent = gathering<true>(async ids => {
  const rows = await Settings.find({ _id: { $in: ids }, send: false }, { _id: 1 }).lean()
  return new Map(rows.map(row => [row._id, true]))
})
