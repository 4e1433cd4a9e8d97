/** A point on earth, in degrees (WGS 84). */
export interface Point {
  latitude: number
  longitude: number
}
/** A place with what people call it. */
export interface Spot extends Point {
  name: string
  address: string
}
