import type { Manifest } from './capabilities'

const first = 'pages/home/index'

/** The main package, which begins with the one page, and a package for each capability with pages for later. */
export const packagesOf = (manifests: readonly Manifest[]) => ({
  pages: [first, ...manifests.flatMap(one => one.pages ?? [])],
  subPackages: manifests.flatMap(({ name, later }) =>
    later?.length ? [{ root: `capabilities/${name}`, pages: later }] : [],
  ),
})
