/** Telling the rooms of a person that they look different now. */
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import type { Context } from '../../kernel/context'
import { seatsOf } from './api'

/** Pushes the changed profile to every room that the person is in, and to their own devices. */
export async function showPerson(ctx: Context, { person }: { person: Person }): Promise<void> {
  ctx.push(profiles.pushes.changed, { user: person.id }, { user: person })
  for (const { roomId } of await seatsOf(person.id)) {
    ctx.push(profiles.pushes.changed, { room: roomId }, { user: person })
  }
}
