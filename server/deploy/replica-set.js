// For mongosh: makes the three MongoDBs of compose.yaml a replica set, or finds that they are one already.
const admin = new Mongo(
  `mongodb://root:${process.env.MONGO_PASSWORD}@mongo1:27017/admin?directConnection=true`,
).getDB('admin')
try {
  admin.runCommand({ replSetGetStatus: 1 })
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error
  const members = ['mongo1', 'mongo2', 'mongo3'].map((host, _id) => ({ _id, host: `${host}:27017` }))
  admin.runCommand({ replSetInitiate: { _id: 'rs0', members } })
}
while (!admin.hello().isWritablePrimary) sleep(500)
