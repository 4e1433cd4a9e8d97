// For mongosh: makes the three MongoDBs of compose.yaml a replica set, or finds that they are one already.
const admin = new Mongo(
  `mongodb://root:${process.env.MONGO_PASSWORD}@mongo1:27017/admin?directConnection=true`,
).getDB('admin')
const ask = command => {
  try {
    return admin.runCommand(command)
  } catch (error) {
    return { ok: 0, codeName: error.codeName, errmsg: error.message }
  }
}
const status = ask({ replSetGetStatus: 1 })
if (status.codeName === 'NotYetInitialized') {
  const members = ['mongo1', 'mongo2', 'mongo3'].map((host, _id) => ({ _id, host: `${host}:27017` }))
  const made = ask({ replSetInitiate: { _id: 'rs0', members } })
  if (!made.ok) throw new Error(made.errmsg)
} else if (!status.ok) throw new Error(status.errmsg)
// Any of the three may lead.
while (!ask({ replSetGetStatus: 1 }).members?.some(member => member.stateStr === 'PRIMARY')) sleep(500)
