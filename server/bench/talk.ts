/** `npm run bench:talk`: long rooms and search. `-- rooms` or `-- search` for one of them. */
import { machine, type Measured, objections, start } from './running'
import { measureRooms } from './rooms'
import { measureSearch } from './search'

const parts: Record<string, (server: Measured) => Promise<void>> = {
  rooms: measureRooms,
  search: measureSearch,
}
const wanted = process.argv.slice(2).filter(name => name in parts)

console.log(
  `${new Date().toISOString().slice(0, 10)}, ${machine()}; the callers share the machine with the server\n`,
)
for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) {
  const server = await start()
  try {
    await parts[name]!(server)
  } finally {
    server.stop()
  }
  console.log()
}
for (const problem of objections()) console.error(problem)
process.exit(objections().length > 0 ? 1 : 0)
