export interface PictureChoiceProps {
  title: string
  busy?: boolean
  /** The picture in base64; null where the file could not be read as one. */
  onChosen: (picture: string | null) => void
}
