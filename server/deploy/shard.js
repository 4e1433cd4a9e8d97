// For mongosh, connected to a mongos as an administrator: spreads what grows without bound over shards, in the database
// that MONGODB_URI names.
//
//   mongosh "$MONGODB_URI" server/deploy/shard.js
//
// Run it once, with the chat's own indexes in place (any server makes them when it starts). MongoDB 8: the server changes
// a message, and makes a member, by the _id alone, which older versions refuse on a sharded collection. Not run here.
//
// The keys follow from the unique indexes: MongoDB holds one only where it begins with the key, and they are what
// numbers a room's messages and keeps a resend from becoming a second one. server/src/testing/deploy.test.ts holds this
// file against the models.
const name = db.getName()
sh.enableSharding(name)

// A room is the unit: its counter, its pages, its members and what is searched in it are asked for by roomId, so each
// question goes to one shard, and each write of a burst in one room to one shard. Not hashed: MongoDB allows no unique
// index on a hashed key, and (roomId, revs) and (roomId, senderId, clientId) must be unique. Room ids are random, so the
// rooms spread by themselves all the same. What it costs: a room is never split over two shards.
sh.shardCollection(`${name}.messages`, { roomId: 1 })
sh.shardCollection(`${name}.members`, { roomId: 1 })

// By the message they belong to: the same reason, one unique index (messageId, emoji, userId).
sh.shardCollection(`${name}.reactions`, { messageId: 1 })

// What messages are found by: written by _id, and looked for in several rooms at once, so that every shard is asked
// either way. Only _id is unique here, and it may be hashed.
sh.shardCollection(`${name}.findable`, { _id: 'hashed' })

// Everything else (accounts, profiles, rooms, communities, places, leases) stays on the primary shard: it grows with
// people, not with what they say, and names must be unique across everybody.
