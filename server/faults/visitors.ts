/** People who do not stay: they are taken into a room, come in over a socket of their own, and leave both. */
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { callHttp } from '../src/testing/person'
import { type Crowd, nodeFor, type Person, signUp, urlOf } from './crowd'
import { openLink } from './link'
import { pause, until } from './trial'

/** Those who are about, and how often one of them came or went. */
export interface Visitors {
  /** Lets them come and go so many times a second, at any of the nodes and rooms, until `isOver` and all have gone. */
  visit: (perSecond: number, isOver: () => boolean) => Promise<void>
  /** How often somebody came into a room or left one so far, and how many of those tries were refused. */
  counts: { moves: number; refused: number }
}

/** Signs so many people up; no more than them are ever in a room at once. */
export async function openVisitors(crowd: Crowd, count: number): Promise<Visitors> {
  const { stage, trial, owners } = crowd
  const people: Person[] = []
  for (let n = 0; n < count; n++) people.push(await signUp(stage.nodes[0]!, `visitor${n}`))
  const idle = [...people]
  const counts = { moves: 0, refused: 0 }

  async function comeAndGo(person: Person, number: number): Promise<void> {
    const node = nodeFor(stage, number)
    const at = { url: urlOf(node) }
    const roomId = trial.dice.pick(crowd.rooms)!
    const link = openLink({ url: () => urlOf(node, 'ws'), token: person.token })
    try {
      const membership = { roomId, userId: person.id }
      await callHttp(at, rooms.routes.addMember, membership, owners.get(roomId)!.token)
      counts.moves++
      await until(link.isOpen, 5_000)
      await callHttp(at, rooms.routes.leave, { roomId }, person.token)
      counts.moves++
    } catch {
      counts.refused++
    } finally {
      link.end()
      idle.push(person)
    }
  }

  async function visit(perSecond: number, isOver: () => boolean): Promise<void> {
    const begun = Date.now()
    const visits = new Set<Promise<void>>()
    for (let number = 0; !isOver(); await pause(20))
      while (number < ((Date.now() - begun) * perSecond) / 2000 && idle.length > 0) {
        const visit = comeAndGo(idle.shift()!, number++)
        visits.add(visit)
        void visit.finally(() => visits.delete(visit))
      }
    await Promise.all(visits)
  }

  return { visit, counts }
}
