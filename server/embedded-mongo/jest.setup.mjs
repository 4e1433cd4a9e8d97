/** Tests that go through the worker run what is shipped, so it is built first. */
export default async function buildFirst() {
  await import('./build.mjs')
}
