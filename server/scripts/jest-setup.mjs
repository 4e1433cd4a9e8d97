/** Before server tests: the embedded database runs in a worker and other tests run the built server, so build them. */
import { buildServer } from './build.mjs'

export default buildServer
