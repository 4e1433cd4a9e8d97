import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { faceOf } from '../../kernel/face'
import { Avatar } from '../../ui/Avatar/Avatar'

/** Someone's avatar. */
export const Face = ({ person, size }: { person: Person; size?: 24 | 36 | 40 | 44 | 48 | 64 | 72 }) => (
  <Avatar {...faceOf(person.avatar)} size={size} />
)
