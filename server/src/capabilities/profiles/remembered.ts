/** People's rows as this node remembers them: every answer that names people asks for them. */
import { openCache } from '../../kernel/store/cache'
import { onProfileWritten, type ProfileDoc, Profiles } from './model'

const most = 50_000

const kept = openCache<ProfileDoc>('profiles', most, async ids => {
  const docs = await Profiles.find({ _id: { $in: ids } }).lean()
  return new Map(docs.map(doc => [doc._id, doc]))
})
onProfileWritten(({ _id }) => (typeof _id === 'string' ? kept.drop(_id) : kept.clear()))

/** Another node changed a row. */
export const forgetProfile = (doc: ProfileDoc): void => kept.drop(doc._id)

/** These people's rows; what another node changed may be a second old. */
export async function docsOf(userIds: string[]): Promise<ProfileDoc[]> {
  const docs = await Promise.all([...new Set(userIds)].map(id => kept.get(id)))
  return docs.filter(doc => doc !== undefined)
}
