/** The fault matrix, a row each. */
import type { Row } from '../trial'
import { databaseDown, nodesApart, storeApart } from './apart'
import { skewed } from './clocks'
import { crashes } from './crash'
import { deploy } from './deploy'
import { journaled } from './durable'
import { flood } from './flood'
import { diskFull, noDescriptors } from './full'
import { garbage } from './garbage'
import { bombs, slowloris } from './idle'
import { kill } from './kill'
import { oversized } from './oversized'
import { redis } from './redis'
import { repeats } from './repeats'
import { slow } from './slow'
import { soak } from './soak'
import { storm } from './storm'
import { vanished } from './vanished'

/** What takes another machine to run. */
const stepDown: Row = {
  name: 'F4',
  title: 'the primary steps down',
  obstacle: () => 'there is no replica set of MongoDB here: the embedded database is one process',
  act: async () => undefined,
}

/** Those that need no quiet machine and little time; what takes long begins early. */
export const quickRows: readonly Row[] = [
  ...[slow, vanished, deploy, kill, ...crashes, redis, repeats, storm, oversized, garbage],
]

/** All of them. */
export const rows: readonly Row[] = [
  ...quickRows,
  ...[databaseDown, stepDown, journaled, nodesApart, storeApart, skewed, diskFull, noDescriptors],
  ...[soak, slowloris, flood, bombs],
].toSorted((a, b) => Number(a.name.slice(1)) - Number(b.name.slice(1)))
