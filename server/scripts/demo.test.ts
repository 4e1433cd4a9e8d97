import { join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { startProgram } from '../src/testing/programs'

const root = resolve(import.meta.dirname, '../..')
const demo = (...args: string[]) =>
  startProgram([join(root, 'server/scripts/demo.mjs'), ...args], { HOME: process.env.HOME ?? '' }, root)

test('the demo plays every scene, says what happened in each, and ends with 0', async () => {
  const program = demo()
  const code = await program.ended
  const output = program.output()
  expect([code, output]).toEqual([0, expect.stringContaining('Every scene went as it should.')])
  expect([...output.matchAll(/^(\w+): /gm)].map(match => match[1])).toEqual([
    'rooms',
    'messaging',
    'presence',
    'reactions',
    'threads',
    'polls',
    'mentions',
    'search',
    'communities',
    'safety',
    'metrics',
  ])
  expect(output.match(/^ {2}✓$/gm)).toHaveLength(11)
  expect(output).not.toContain('✗')
}, 60_000)

test('one scene is played when it is asked for', async () => {
  const program = demo('--feature=messaging')
  expect([await program.ended, program.output()]).toEqual([0, expect.stringContaining('messaging: ')])
  expect(program.output()).not.toContain('rooms: ')
}, 60_000)

test('a scene that there is not is one clear line and 1', async () => {
  const program = demo('--feature=dancing')
  expect(await program.ended).toBe(1)
  expect(program.output().trim()).toBe(
    'There is no scene "dancing". The scenes are: rooms, messaging, presence, reactions, threads, polls, mentions, search, communities, safety, metrics.',
  )
}, 60_000)
