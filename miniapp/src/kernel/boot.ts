/** The first import of the app: mini programs forbid `eval`, so zod must never try to compile a schema. */
import * as z from 'zod/mini'

z.config({ jitless: true })
