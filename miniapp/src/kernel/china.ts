/** The shifted coordinates (GCJ-02) of maps in mainland China, which hosts there speak, and those of everyone else. Pure. */
import type { Point } from './platform/places.types'

const radius = 6_378_245
const flat = 0.006_693_421_622_965_943

/** To what a map in China shows: off by up to some hundred metres there, the same elsewhere. */
export function toChina(point: Point): Point {
  const { latitude, longitude } = shiftAt(point)
  return { latitude: point.latitude + latitude, longitude: point.longitude + longitude }
}

/** Back again, within a metre. */
export function fromChina(point: Point): Point {
  let guess = point
  for (let turn = 0; turn < 3; turn++) {
    const { latitude, longitude } = shiftAt(guess)
    guess = { latitude: point.latitude - latitude, longitude: point.longitude - longitude }
  }
  return guess
}

const isInside = ({ latitude, longitude }: Point) =>
  latitude > 0.8293 && latitude < 55.8271 && longitude > 72.004 && longitude < 137.8347

function shiftAt(point: Point): Point {
  if (!isInside(point)) return { latitude: 0, longitude: 0 }
  const [x, y] = [point.longitude - 105, point.latitude - 35]
  const angle = (point.latitude * Math.PI) / 180
  const magic = 1 - flat * Math.sin(angle) ** 2
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
  const common = waves(x, [20, 6], [20, 2])
  return {
    latitude:
      ((north + common + waves(y, [20, 1], [40, 1 / 3]) + waves(y, [160, 1 / 12], [320, 1 / 30])) * 180) /
      (((radius * (1 - flat)) / (magic * Math.sqrt(magic))) * Math.PI),
    longitude:
      ((east + common + waves(x, [20, 1], [40, 1 / 3]) + waves(x, [150, 1 / 12], [300, 1 / 30])) * 180) /
      ((radius / Math.sqrt(magic)) * Math.cos(angle) * Math.PI),
  }
}

/** Two thirds of some waves, each by its height and how often it turns. */
const waves = (at: number, ...all: [height: number, turns: number][]): number =>
  (all.reduce((sum, [height, turns]) => sum + height * Math.sin(turns * at * Math.PI), 0) * 2) / 3
