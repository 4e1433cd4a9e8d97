/** What jsdom leaves out of a browser. */
window.matchMedia ??= (media: string) =>
  ({
    matches: false,
    media,
    addEventListener: () => {},
    removeEventListener: () => {},
  }) as unknown as MediaQueryList
