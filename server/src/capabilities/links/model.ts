/** Pages that were looked at, and messages whose link is still to be looked at. */
import { type InferSchemaType, model, Schema } from 'mongoose'

const page = new Schema(
  {
    /** The hash of the address: what people wrote is not kept here. */
    _id: { type: String, required: true },
    /** What the page says of itself; null where it could not be had, and while a node is asking. */
    card: { type: Schema.Types.Mixed, default: null },
    /** True while a node is asking. */
    asking: { type: Boolean, required: true },
    /** Until when this is the answer; after that, whoever comes asks anew. */
    until: { type: Date, required: true },
  },
  { versionKey: false },
)
page.index({ until: 1 }, { expireAfterSeconds: 3600 })

export const Pages = model('LinkPage', page)

const errand = new Schema(
  {
    /** The message's id. */
    _id: { type: String, required: true },
    roomId: { type: String, required: true },
    /** The address as it was written. */
    url: { type: String, required: true },
    /** A node that took it has until then; who comes later takes it over. */
    takenUntil: { type: Date, required: true },
    tries: { type: Number, required: true },
  },
  { versionKey: false },
)
errand.index({ takenUntil: 1 }) // what nobody is at

export type ErrandDoc = InferSchemaType<typeof errand>
export const Errands = model('LinkErrand', errand)
