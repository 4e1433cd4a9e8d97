/** A person's avatar, as this host can show it. */
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { transport } from './platform/transport'

/** The letters and colour of an avatar, and the whole address of its picture where it has one. */
export const faceOf = ({ letters, colour, picture }: Person['avatar']): Person['avatar'] => ({
  letters,
  colour,
  picture: picture && transport.apiUrl.replace(/\/api$/, '') + picture,
})
