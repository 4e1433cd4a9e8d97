/** Roles: what someone may do in a community or a room, one scale for both. Pure. */
import * as z from 'zod/mini'

/**
 * Rising. A moderator keeps order: removes messages and members below them. An administrator changes the place too, and
 * sets roles below their own. The owner may do everything, and hands it over.
 */
export const Role = z.enum(['member', 'moderator', 'administrator', 'owner'])
export type Role = z.output<typeof Role>

const rank: Record<Role, number> = { member: 0, moderator: 1, administrator: 2, owner: 3 }
const rankOf = (role: Role | null): number => (role === null ? -1 : rank[role])

/** Whether a role, or having none, gives what this one needs. */
export const reaches = (role: Role | null, least: Role): boolean => rankOf(role) >= rankOf(least)

/** Whether the first stands above the second; who has no role stands below everyone who has one. */
export const outranks = (one: Role | null, other: Role | null): boolean => rankOf(one) > rankOf(other)

/** The higher of two roles. */
export const higher = (one: Role | null, other: Role | null): Role | null =>
  outranks(other, one) ? other : one

/** Whether someone may give a member this role: to those below them, and one below their own; an owner gives any. */
export const mayGive = (giver: Role | null, member: Role, role: Role): boolean =>
  giver === 'owner' || (reaches(giver, 'administrator') && outranks(giver, member) && outranks(giver, role))

/**
 * What a role in a community is worth in each of its rooms, of those who are in and of those who are not: its owner and
 * administrators are administrators there, its moderators moderators; its members must come in first.
 */
export const inRooms = (role: Role | null): Role | null =>
  reaches(role, 'administrator') ? 'administrator' : role === 'moderator' ? 'moderator' : null
