/** What a back-up consists of, written last and checked first: a folder without it, or unlike it, is no back-up. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'

const Manifest = z.object({
  format: z.literal(1),
  made: z.iso.datetime(),
  files: z
    .array(
      z.object({
        // Never a path out of the folder.
        name: z.string().check(z.regex(/^[a-z0-9-]+(\.[a-z0-9]+)?$/)),
        bytes: z.int(),
        sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
      }),
    )
    .check(z.minLength(1)),
})

/** When a back-up began, and its files with their sizes in bytes and their sums. */
export type Manifest = z.output<typeof Manifest>

const file = 'manifest.json'

/** Sums the files of `folder/database` up and writes it down beside them, flushed. */
export async function writeManifest(folder: string, made: Date): Promise<Manifest> {
  const names = (await readdir(join(folder, 'database'))).toSorted()
  const files = await Promise.all(names.map(name => sumOf(folder, name)))
  const manifest: Manifest = { format: 1, made: made.toISOString(), files }
  const draft = await open(join(folder, `${file}.part`), 'wx', 0o600)
  await draft.writeFile(`${JSON.stringify(manifest, null, 2)}\n`)
  await draft.sync()
  await draft.close()
  await rename(join(folder, `${file}.part`), join(folder, file))
  return manifest
}

/** Reads the manifest of a back-up and holds every file against it; throws, naming what is wrong, where one differs. */
export async function checkManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => {
    throw new Error(`${folder} has no ${file}: it is no back-up, or one that was not finished.`)
  })
  const read = Manifest.safeParse(tryJson(text))
  if (!read.success) throw new Error(`${join(folder, file)} cannot be read.`)
  for (const expected of read.data.files) {
    const found = await sumOf(folder, expected.name).catch(() => {
      throw new Error(`${expected.name} is missing in ${folder}.`)
    })
    if (found.bytes !== expected.bytes || found.sha256 !== expected.sha256)
      throw new Error(`${expected.name} in ${folder} is not what was written: the back-up is damaged.`)
  }
  return read.data
}

async function sumOf(folder: string, name: string): Promise<Manifest['files'][number]> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const part of createReadStream(join(folder, 'database', name)) as AsyncIterable<Buffer>) {
    bytes += part.length
    hash.update(part)
  }
  return { name, bytes, sha256: hash.digest('hex') }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
