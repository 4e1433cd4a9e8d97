/** Making a picture that is safe to show from whatever a device sent. */
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import sharp from 'sharp'

/** The sides of a picture, in pixels: three for each point of the largest avatar. */
const side = 256
/** The most pixels that are unpacked. */
const mostPixels = 24_000_000
const longestSeconds = 5

/**
 * The middle of a JPEG, PNG or WebP picture as an upright square JPEG of 256 pixels, with nothing else that was stored
 * in the file. Throws `not_a_picture` for all other content, whatever it is called, and for a broken or huge picture.
 */
export async function pictureFrom(base64: string): Promise<Buffer> {
  const bytes = Buffer.from(base64, 'base64')
  if (!isPicture(bytes)) throw refusal()
  try {
    return await sharp(bytes, { limitInputPixels: mostPixels })
      .timeout({ seconds: longestSeconds })
      .autoOrient()
      .resize(side, side, { fit: 'cover' })
      .flatten({ background: '#fff' })
      .jpeg({ quality: 80 })
      .toBuffer()
  } catch {
    throw refusal()
  }
}

/** How the three formats begin: no other reader is ever chosen for what a stranger sent. */
function isPicture(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, 12)
  return (
    head.startsWith('\xff\xd8\xff') || head.startsWith('\x89PNG\r\n\x1a\n') || /^RIFF[^]{4}WEBP$/.test(head)
  )
}

const refusal = () =>
  fault(profiles, 'not_a_picture', {
    issues: [
      { path: 'picture', message: 'This must be a JPEG, PNG or WebP picture of at most 24 megapixels.' },
    ],
  })
