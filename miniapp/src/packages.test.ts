import { capabilities } from './capabilities'
import { packagesOf } from './packages'

test('pages for later make a package of their capability, and the app begins with the one page', () => {
  const manifests = [
    { name: 'rooms' },
    { name: 'calls', pages: ['capabilities/calls/ringing'], later: ['pages/call', 'pages/history'] },
    { name: 'polls', later: [] },
  ]
  expect(packagesOf(manifests)).toEqual({
    pages: ['pages/home/index', 'capabilities/calls/ringing'],
    subPackages: [{ root: 'capabilities/calls', pages: ['pages/call', 'pages/history'] }],
  })
})

test('no page is named twice', () => {
  const { pages, subPackages } = packagesOf(capabilities)
  const all = [...pages, ...subPackages.flatMap(one => one.pages.map(page => `${one.root}/${page}`))]
  expect(new Set(all).size).toBe(all.length)
})
