/** Loaded into a Node program under measurement: SIGUSR2 collects its garbage, so that memory can be compared. */
process.on('SIGUSR2', () => globalThis.gc?.())
