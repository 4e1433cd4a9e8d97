import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useEffect, useState, type ReactNode } from 'react'
import { useFaultText } from '../../kernel/faults'
import { useTask } from '../../kernel/hooks'
import { useWords } from '../../kernel/words'
import { Cell, Group } from '../../ui/Cell/Cell'
import { Field } from '../../ui/Field/Field'
import { FormGroup, FormPage } from '../../ui/FormPage/FormPage'
import { Switch } from '../../ui/Switch/Switch'
import { toast } from '../../ui/Toast/toast'
import { limitOf } from './place'
import { updateRoom } from './useRoom'
import { words } from './words'

interface Props {
  room: Room
  onBack: () => void
  /** The room as the server has it now. */
  reload: () => Promise<void>
  /** The choice of how long things last there, in seconds. */
  expiry: (seconds: number, onChange: (seconds: number) => void) => ReactNode
}

const formOf = (room: Room) => ({
  version: room.version,
  name: room.name,
  topic: room.topic,
  limit: room.maxMembers === null ? '' : String(room.maxMembers),
  public: room.visibility === 'public',
  history: room.settings.history === 'all',
  invites: room.settings.invites === 'members',
  mentionAll: room.settings.mentionAll === 'members',
  forwarding: room.settings.forwarding === 'allowed',
  expiresAfter: room.settings.expiresAfter,
})

/** Changes a room. If someone else changed it meanwhile, their state is shown before anything is overwritten. */
export function EditRoom({ room, onBack, reload, expiry }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const [form, setForm] = useState(() => formOf(room))
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part })
  const limit = limitOf(form.limit)
  const task = useTask(async () => {
    await updateRoom({
      roomId: room.id,
      version: form.version,
      name: form.name.trim(),
      topic: form.topic.trim(),
      visibility: form.public ? 'public' : 'private',
      maxMembers: limit ?? null,
      settings: {
        history: form.history ? 'all' : 'joined',
        invites: form.invites ? 'members' : 'moderators',
        mentionAll: form.mentionAll ? 'members' : 'moderators',
        forwarding: form.forwarding ? 'allowed' : 'forbidden',
        expiresAfter: form.expiresAfter,
      },
    })
    toast(w.saved)
    onBack()
  })
  const stale = task.fault?.code === 'stale_version'
  // The newer room arrives by push or by the reload: from then on it is what is being edited.
  useEffect(() => {
    if (stale) setForm(formOf(room))
  }, [stale, room.version])
  const submit = () => {
    if (!form.name.trim() || limit === undefined || task.pending) return
    task.run(undefined).catch(fault => {
      if (fault.code === 'stale_version') void reload()
    })
  }

  return (
    <FormPage
      title={w.editRoom}
      backLabel={w.back}
      onBack={onBack}
      verb={w.save}
      busy={task.pending}
      onSubmit={submit}
      news={stale ? w.stale : undefined}
      fault={task.fault && !stale ? faultText(task.fault) : undefined}
    >
      <Field
        id="room-name"
        title={w.name}
        value={form.name}
        onInput={name => change({ name })}
        onConfirm={submit}
        maxLength={60}
        error={form.name.trim() ? undefined : w.badName}
      />
      <Field
        id="room-topic"
        title={w.topic}
        value={form.topic}
        onInput={topic => change({ topic })}
        onConfirm={submit}
        maxLength={200}
        hint={w.topicHint}
      />
      <Field
        id="room-limit"
        type="number"
        title={w.limit}
        value={form.limit}
        onInput={text => change({ limit: text })}
        onConfirm={submit}
        maxLength={5}
        hint={w.limitHint}
        error={limit === undefined ? w.badLimit : undefined}
      />
      <FormGroup>
        <Group>
          <Cell
            name={w.findable}
            end={<Switch label={w.findable} on={form.public} onChange={on => change({ public: on })} />}
          />
          <Cell
            name={w.history}
            end={<Switch label={w.history} on={form.history} onChange={on => change({ history: on })} />}
          />
          <Cell
            name={w.invites}
            end={<Switch label={w.invites} on={form.invites} onChange={on => change({ invites: on })} />}
          />
          <Cell
            name={w.mentionAll}
            end={
              <Switch label={w.mentionAll} on={form.mentionAll} onChange={on => change({ mentionAll: on })} />
            }
          />
          <Cell
            last
            name={w.forwarding}
            end={
              <Switch label={w.forwarding} on={form.forwarding} onChange={on => change({ forwarding: on })} />
            }
          />
        </Group>
        <Group>{expiry(form.expiresAfter, expiresAfter => change({ expiresAfter }))}</Group>
      </FormGroup>
    </FormPage>
  )
}
