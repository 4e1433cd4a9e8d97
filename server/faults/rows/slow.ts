/** F8: somebody reads a kilobyte a second in a busy room. */
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { block, type Block, typicalP99 } from '../blocks'
import { addDevice, makeRoom, signUp, talk, talkDuring, urlOf, withCrowd } from '../crowd'
import { openProxy } from '../proxy'
import { pause, type Row, until } from '../trial'

/** In milliseconds: some 100 messages, and rarely a stall of the disk. */
const blockOf = 2_000

const room = { people: 4, rooms: 0, members: 0, devices: 1 }

export const slow: Row = {
  name: 'F8',
  isMeasuredOnce: true,
  mostlyWaits: true,
  title: 'a slow reader in a busy room',
  // Pings wait behind what it does not read: that it does not answer them must not end it first.
  setting: () => ({ nodes: 1, hasRedis: false, env: { WS_HEARTBEAT_INTERVAL: '120' } }),
  act: (trial, stage) =>
    withCrowd(
      trial,
      stage,
      async crowd => {
        const { by, measure, time, find } = trial
        const node = stage.nodes[0]!
        const reader = await signUp(node, 'reader')
        const others = [...crowd.people]
        for (let n = others.length; n < by(4, 20, 100); n++) others.push(await signUp(node, `other${n}`))
        const roomId = await makeRoom(node, [...others, reader], 'busy')
        crowd.rooms.push(roomId)
        crowd.devices.splice(0).forEach(device => device.end())
        for (const [n, person] of others.entries())
          crowd.devices.push(addDevice(crowd, person, [roomId], () => urlOf(node, 'ws'), `other${n}`))
        const line = await openProxy(() => node.port)
        const slow = addDevice(crowd, reader, [roomId], () => urlOf(line, 'ws'), 'slow')
        await until(() => [...crowd.devices, slow].every(one => one.isAtRest()), 20_000)
        const rate = by(12, 50, 100)
        const text = () => 'a long story '.repeat(650)
        const waitedSince = (from: number) =>
          crowd.devices
            .flatMap(({ answers }) => answers)
            .filter(({ at }) => at > from)
            .map(({ took }) => took)
        /** What was waited for acks during so many blocks. */
        const during = async (count: number) => {
          const blocks: Block[] = []
          for (let n = 0; n < count; n++) {
            const from = Date.now()
            blocks.push(await block(() => pause(blockOf).then(() => waitedSince(from))))
          }
          return blocks
        }
        const before: Block[] = []
        const beside: Block[] = []

        /** Its reader reads as all do, then slowly until it is put out, then as all do again. */
        const turn = async () => {
          before.push(...(await talkDuring(crowd, rate, during(by(1, 10, 15)))))
          line.set({ bytesPerSecond: 1000 })
          const begun = Date.now()
          const closed = slow.closes.length
          let most = 0
          let isFull = false
          const full = async () => {
            while (!isFull && Date.now() - begun < 60_000) {
              const { waiting } = await node.program.vitals()
              most = Math.max(most, waiting)
              isFull = waiting > 256 * 1024
              await pause(250)
            }
          }
          await Promise.all([
            full(),
            talk(crowd, by(50, rate, rate), () => isFull || Date.now() - begun > 60_000, text),
          ])
          if (!isFull) find('nothing waited for the slow reader')
          beside.push(...(await talkDuring(crowd, rate, during(17))))
          most = Math.max(most, (await node.program.vitals()).waiting)
          measure('waiting for it KiB', most / 1024, 1100)
          line.set({ bytesPerSecond: Infinity })
          if ((await until(() => slow.closes.length > closed, 30_000)) === Infinity)
            find('the slow reader was not closed')
          else if (slow.closes[closed] !== closeCodes.tooSlow)
            find(`it was closed with ${slow.closes[closed]} instead of 4013`)
          await until(() => slow.isAtRest(), 20_000)
        }
        for (let n = 0; n < by(1, 3, 20); n++) await turn()
        measure('p99 of others before ms', typicalP99(before))
        time(
          'p99 of others in per cent of before',
          (100 * typicalP99(beside)) / Math.max(10, typicalP99(before)),
          110,
        )
        crowd.devices.push(slow)
      },
      room,
    ),
}
