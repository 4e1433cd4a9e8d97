/** Places in a browser: it has no picker; what it shows is a page of OpenStreetMap. */
import type { Point, Spot } from './places.types'

export const hasPicker = false

export const pickPlace = async (): Promise<Spot | 'closed' | 'refused'> => 'closed'

export const openPermissions = (): void => undefined

/** Where this device is; null where the browser or the person does not tell. */
export const whereAmI = (): Promise<Point | null> =>
  new Promise(resolve => {
    if (!navigator.geolocation) return resolve(null)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude }),
      () => resolve(null),
      { timeout: 10_000, maximumAge: 60_000 },
    )
  })

export function showPlace({ latitude, longitude }: Spot): void {
  const at = `mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
  window.open(`https://www.openstreetmap.org/?${at}`, '_blank', 'noopener,noreferrer')
}
