/** For a real MongoDB its own tools are the right ones: how they are called for this server's database. */

/** How to back up with `mongodump`; without the password, which the tool asks for. */
export function dumpCommands(uri: string, folder: string): string {
  return `This server's database is a MongoDB: back it up with its own tools.

As a replica set, whole, at one moment (the log of operations is what makes it one):
  mongodump --uri='${bare(uri)}' --oplog --gzip --out='${folder}'
A stand-alone server has no such log. Stop the chat first, then:
  mongodump --uri='${bare(uri)}' --gzip --out='${folder}'
A sharded cluster cannot be dumped at one moment: use snapshots of its volumes, taken as MongoDB's manual says.`
}

/** How to bring that back with `mongorestore`, into a MongoDB that has no such database. */
export function restoreCommands(uri: string, folder: string): string {
  return `This server's database is a MongoDB: restore it with its own tools, with every chat server stopped.

  mongorestore --uri='${bare(uri)}' --oplogReplay --gzip --stopOnError '${folder}'
Without --oplogReplay where the dump was made without --oplog. 
Then, still without a server, since devices know numbers that the dump does not:
  npm run restore -- --counters`
}

/** Without password and database: the tools ask for the one, and a whole dump must not name the other. */
function bare(uri: string): string {
  const [, scheme, user = '', hosts, , query = ''] =
    /^(mongodb(?:\+srv)?:\/\/)(?:([^/@]*)@)?([^/?]+)(\/[^?]*)?(\?.*)?$/.exec(uri) ?? []
  if (!scheme) return '$MONGODB_URI'
  const name = user.split(':')[0]
  return `${scheme}${name ? `${name}@` : ''}${hosts}/${query}`
}
