import { longestPicture } from '@community-chat/shared/capabilities/profiles/person'

/** The longest side of what is sent, in pixels. */
const side = 512
const qualities = [0.85, 0.6, 0.3]

/** The middle of a picture as a square JPEG of at most 512 pixels, in base64. Rejects what the browser cannot open. */
export async function shrink(file: Blob): Promise<string> {
  const picture = await createImageBitmap(file)
  const whole = Math.min(picture.width, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = Math.min(side, whole)
  const paper = canvas.getContext('2d')!
  // A JPEG has no see-through places; they would be black.
  paper.fillStyle = '#fff'
  paper.fillRect(0, 0, canvas.width, canvas.height)
  const [left, top] = [(picture.width - whole) / 2, (picture.height - whole) / 2]
  paper.imageSmoothingQuality = 'high'
  paper.drawImage(picture, left, top, whole, whole, 0, 0, canvas.width, canvas.height)
  picture.close()
  for (const quality of qualities) {
    const text = canvas.toDataURL('image/jpeg', quality).split(',')[1] ?? ''
    if (text && text.length <= longestPicture) return text
  }
  throw new Error('no quality makes this picture small enough')
}
