/** Ids: opaque, random, safe in a URL. */
import { nanoid } from 'nanoid'

/** A new id of 21 characters, 126 random bits. */
export const newId = (): string => nanoid()
