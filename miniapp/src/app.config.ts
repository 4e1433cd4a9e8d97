import { capabilities } from './capabilities'

export default defineAppConfig({
  pages: ['pages/home/index', ...capabilities.flatMap(one => one.pages ?? [])],
  subPackages: capabilities
    .filter(one => one.later)
    .map(one => ({ root: `capabilities/${one.name}`, pages: one.later ?? [] })),
  window: { navigationStyle: 'custom', navigationBarTextStyle: 'black', backgroundColor: '#f7f6f3' },
  animation: false,
})
