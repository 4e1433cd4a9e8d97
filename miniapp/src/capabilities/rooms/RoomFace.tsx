import { avatarColour, avatarLetters } from '@community-chat/shared/capabilities/profiles/person'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { faceOf } from '../../kernel/face'
import { Avatar } from '../../ui/Avatar/Avatar'
import { isDirect, isNotes } from './place'

/** A room's avatar: a square with its letters, the other person's face, or the sign of my notes. */
export const RoomFace = ({ room, size }: { room: Room; size?: 36 | 40 | 48 | 64 }) =>
  isNotes(room) ? (
    <Avatar place letters="" icon="edit" colour={1} size={size} />
  ) : isDirect(room) && room.peer ? (
    <Avatar {...faceOf(room.peer.avatar)} size={size} />
  ) : (
    <Avatar place letters={avatarLetters(room.name)} colour={avatarColour(room.id)} size={size} />
  )
