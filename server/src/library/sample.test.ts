/** A host program in plain node, through the package's name. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { startProgram } from '../testing/programs'

const folder = mkdtempSync(join(tmpdir(), 'community-chat-sample-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a program that imports the package makes a room, talks in it, and its device hears it over the socket', async () => {
  const program = startProgram([join(import.meta.dirname, 'sample.mjs')], {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    DATA_DIR: folder,
  })
  expect([await program.ended, program.output()]).toEqual([0, expect.stringContaining('SAMPLE')])
  const said = program
    .output()
    .split('\n')
    .flatMap(line => (line.startsWith('SAMPLE ') ? [JSON.parse(line.slice(7))] : []))
  expect(said.map(one => one.step)).toEqual(['used', 'connected', 'closed'])
  const [{ room, joined, message, reaction, read }, { heard, typing, connections }] = said
  expect(room).toMatchObject({
    name: 'General Chat',
    type: 'public_room',
    clusterId: 'main_cluster',
    creatorId: 'creator_user_id',
    settings: { isPrivate: false },
    participants: [{ userId: 'creator_user_id', role: 'owner' }],
  })
  expect(joined).toEqual([true, true])
  expect(message).toMatchObject({
    chatRoomId: room.id,
    senderId: 'user1',
    type: 'text',
    content: { text: 'Hello everyone! Welcome to the chat! 🎉' },
    reactions: [],
    status: 'sent',
  })
  expect(reaction).toEqual({ emoji: '👋', count: 1, userId: 'user2' })
  expect(read).toMatchObject({ id: message.id, reactions: [{ emoji: '👋', count: 1 }] })
  expect(heard).toMatchObject({ roomId: room.id, data: { message: { senderId: 'user123' } } })
  expect(typing).toEqual({ type: 'typing_started', roomId: room.id, data: { userId: 'user2' } })
  expect(connections).toBe(1)
  // Parts that this version does not have are said once each, and stop nothing.
  const lines = program.output().match(/moderation\.imageModeration is set/g)
  expect(lines).toHaveLength(1)
})
