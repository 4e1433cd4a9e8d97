import { useRef } from 'react'
import { Button } from '../Button/Button'
import type { PictureChoiceProps } from './PictureChoice.types'
import { shrink } from './shrink.h5'

/** A picture from the files of this computer or phone. */
export function PictureChoice({ title, busy, onChosen }: PictureChoiceProps) {
  const input = useRef<HTMLInputElement>(null)
  const choose = (file: File | undefined) => {
    if (file)
      void shrink(file)
        .catch(() => null)
        .then(onChosen)
  }
  return (
    <>
      <Button kind="tint" size={40} busy={busy} onTap={() => input.current?.click()}>
        {title}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={title}
        onChange={event => {
          choose(event.currentTarget.files?.[0])
          // The same file again is a choice too.
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}
