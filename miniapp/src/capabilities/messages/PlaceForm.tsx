import { useState } from 'react'
import { whereAmI } from '../../kernel/platform/places'
import type { Spot } from '../../kernel/platform/places.types'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Box, Form } from '../../ui/elements'
import { Field } from '../../ui/Field/Field'
import { Layer } from '../../ui/Layer/Layer'
import { toast } from '../../ui/Toast/toast'
import { words } from './place-words'
import './PlaceForm.scss'

interface Props {
  onSend: (place: Spot) => void
  onClose: () => void
}

/** A place to fill in, where there is no map to choose it on. */
export function PlaceForm({ onSend, onClose }: Props) {
  const w = useWords(words)
  const [form, setForm] = useState({ name: '', address: '', latitude: '', longitude: '' })
  const [locating, setLocating] = useState(false)
  const [tried, setTried] = useState(false)
  const change = (part: Partial<typeof form>) => setForm(old => ({ ...old, ...part }))
  const latitude = degrees(form.latitude, 90)
  const longitude = degrees(form.longitude, 180)
  const submit = () => {
    setTried(true)
    if (latitude === null || longitude === null) return
    onClose()
    onSend({ latitude, longitude, name: form.name.trim(), address: form.address.trim() })
  }
  const locate = async () => {
    setLocating(true)
    const point = await whereAmI()
    setLocating(false)
    if (!point) return toast(w.notHere)
    change({ latitude: point.latitude.toFixed(6), longitude: point.longitude.toFixed(6) })
  }
  const field = (id: keyof typeof form, title: string, hint?: string, error?: string) => (
    <Field
      id={`place-${id}`}
      title={title}
      value={form[id]}
      onInput={value => change({ [id]: value })}
      onConfirm={submit}
      maxLength={id === 'address' ? 200 : 100}
      hint={hint}
      error={tried ? error : undefined}
    />
  )
  return (
    <Layer role="dialog" label={w.title} scrim className="sheet" onClose={onClose}>
      <Box className="sheet-hint" heading={2}>
        {w.title}
      </Box>
      <Form className="place-form" onSubmit={submit}>
        {field('name', w.name, w.nameHint)}
        {field('address', w.address)}
        <Box className="place-form-pair">
          {field('latitude', w.latitude, w.latitudeHint, latitude === null ? w.badLatitude : undefined)}
          {field('longitude', w.longitude, w.longitudeHint, longitude === null ? w.badLongitude : undefined)}
        </Box>
        <Button kind="tint" block busy={locating} onTap={() => void locate()}>
          {w.here}
        </Button>
        <Button block submit onTap={submit}>
          {w.send}
        </Button>
        <Button kind="plain" block onTap={onClose}>
          {w.cancel}
        </Button>
      </Form>
    </Layer>
  )
}

/** A number of degrees that someone typed; null where it is none. */
function degrees(text: string, most: number): number | null {
  const typed = text.trim().replace(',', '.')
  const number = /^-?\d{1,3}(\.\d{1,12})?$/.test(typed) ? Number(typed) : NaN
  return Math.abs(number) <= most ? number : null
}
