/** Mini programs are stored on the device as they are: they need no service worker. */
export const installWorker = (): void => undefined
