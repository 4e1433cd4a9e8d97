/** Proves regular expressions linear: reads a list of `{ source, flags }` as JSON, writes the list of verdicts. */
import { text } from 'node:stream/consumers'

// The part of it that is JavaScript needs no program beside Node.
process.env.RECHECK_SYNC_BACKEND = 'pure'
const { checkSync } = (await import('recheck')).default

/** Short names of properties of letters, which recheck knows by the long ones alone. */
const properties = { RI: 'Regional_Indicator', EMod: 'Emoji_Modifier', ExtPict: 'Extended_Pictographic' }
const longNames = source =>
  source.replace(/\\p\{(\w+)\}/g, (whole, name) => (properties[name] ? `\\p{${properties[name]}}` : whole))

const patterns = JSON.parse(await text(process.stdin))
const verdicts = patterns.map(({ source, flags }) => {
  const { status, complexity, error } = checkSync(longNames(source), flags, {
    timeout: 10_000,
    maxRepeatCount: 300,
  })
  return status === 'safe' ? 'safe' : `${status}: ${complexity?.summary ?? error?.kind}`
})
process.stdout.write(JSON.stringify(verdicts))
