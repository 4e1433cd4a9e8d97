import { longestPicture } from '@community-chat/shared/capabilities/profiles/person'
import { Button } from '@tarojs/components'
import Taro from '@tarojs/taro'
import type { PictureChoiceProps } from './PictureChoice.types'

/** The picture that WeChat knows of its person, or another one; other hosts offer nothing of the kind. */
export const PictureChoice = ({ title, busy, onChosen }: PictureChoiceProps) =>
  process.env.TARO_ENV === 'weapp' ? (
    <Button
      className="btn btn-tint btn-40 native"
      openType="chooseAvatar"
      disabled={busy}
      onChooseAvatar={({ detail }: { detail: { avatarUrl?: string } }) => {
        if (detail.avatarUrl)
          void small(detail.avatarUrl)
            .catch(() => null)
            .then(onChosen)
      }}
    >
      {title}
    </Button>
  ) : null

/** A file in base64, made smaller where it is too long to send. */
async function small(path: string): Promise<string> {
  const text = await read(path)
  if (text.length <= longestPicture) return text
  const { tempFilePath } = await Taro.compressImage({ src: path, quality: 60, compressedWidth: 512 })
  return read(tempFilePath)
}

const read = (filePath: string): Promise<string> =>
  new Promise((resolve, reject) => {
    Taro.getFileSystemManager().readFile({
      filePath,
      encoding: 'base64',
      success: ({ data }) => resolve(String(data)),
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    })
  })
