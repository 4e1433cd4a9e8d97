import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { VendorKind, type Way, type WayKind } from '@community-chat/shared/capabilities/accounts/ways'
import { unreached } from '@community-chat/shared/protocol/http'
import { useState } from 'react'
import { useFaultText } from '../../kernel/faults'
import { asFault, useAction, useQuery } from '../../kernel/hooks'
import { silentLogin } from '../../kernel/session'
import { useWords } from '../../kernel/words'
import { Button } from '../../ui/Button/Button'
import { Cell, Group } from '../../ui/Cell/Cell'
import { Scroll } from '../../ui/elements'
import { EmptyState } from '../../ui/EmptyState/EmptyState'
import type { IconName } from '../../ui/Icon/Icon'
import { NavBar } from '../../ui/NavBar/NavBar'
import { Sheet } from '../../ui/Sheet/Sheet'
import { RowSkeleton } from '../../ui/Skeleton/Skeleton'
import { toast } from '../../ui/Toast/toast'
import { words } from './words'

const { routes } = accounts
const icons: Record<WayKind, IconName> = { password: 'key', wechat: 'chat', alipay: 'card' }

interface Props {
  onBack: () => void
  /** To the password: changing it, or setting the first one. */
  onPassword: () => void
}

/** How I can sign in. Inside WeChat or Alipay that one can be linked; everywhere any of them can be given up. */
export function WaysView({ onBack, onPassword }: Props) {
  const w = useWords(words)
  const faultText = useFaultText()
  const { data, fault, loading, reload } = useQuery(routes.ways, {})
  return (
    <>
      <NavBar title={w.waysTitle} backLabel={w.back} onBack={onBack} clear />
      <Scroll>
        {loading && <RowSkeleton rows={3} label={w.waysLoading} />}
        {!data && fault && (
          <EmptyState title={faultText(fault)}>
            <Button size={40} kind="tint" onTap={() => void reload()}>
              {w.again}
            </Button>
          </EmptyState>
        )}
        {data && <Ways {...data} onPassword={onPassword} onChanged={reload} />}
      </Scroll>
    </>
  )
}

interface WaysProps {
  items: Way[]
  offered: VendorKind[]
  onPassword: () => void
  onChanged: () => Promise<void>
}

function Ways({ items, offered, onPassword, onChanged }: WaysProps) {
  const w = useWords(words)
  const faultText = useFaultText()
  const link = useAction(routes.link)
  const unlink = useAction(routes.unlink)
  const [asked, setAsked] = useState<VendorKind | null>(null)
  const wayOf = (kind: WayKind) => items.find(one => one.kind === kind)
  const busy = link.pending || unlink.pending

  const settle = async (work: Promise<unknown>, done: string) => {
    toast(await work.then(() => done).catch(error => faultText(asFault(error))))
    await onChanged()
  }
  const linkHere = async () => {
    if (!silentLogin) return
    const code = await silentLogin.code().catch(() => Promise.reject(unreached('offline')))
    await link.run({ kind: silentLogin.kind, code })
  }
  const tapOf = (kind: VendorKind) => {
    if (busy) return undefined
    if (wayOf(kind)) return () => setAsked(kind)
    return silentLogin?.kind === kind ? () => void settle(linkHere(), w.linkDone(w.way[kind])) : undefined
  }
  const password = wayOf('password')
  const vendors = VendorKind.options.filter(kind => offered.includes(kind) || wayOf(kind))
  return (
    <>
      <Group note={items.length < 2 && vendors.length > 0 ? w.waysNote : undefined}>
        <Cell
          icon={icons.password}
          name={w.way.password}
          value={password ? w.isSet : w.notSet}
          last
          onTap={onPassword}
        />
      </Group>
      {vendors.length > 0 && (
        <Group note={silentLogin ? undefined : w.waysElsewhere}>
          {vendors.map(kind => (
            <Cell
              key={kind}
              icon={icons[kind]}
              name={w.way[kind]}
              value={wayOf(kind) ? w.linked : w.notLinked}
              last={kind === vendors[vendors.length - 1]}
              onTap={tapOf(kind)}
            />
          ))}
        </Group>
      )}
      {asked && (
        <Sheet
          hint={w.unlinkAsk(w.way[asked])}
          items={[
            {
              name: w.unlink,
              danger: true,
              run: () => void settle(unlink.run({ kind: asked }), w.unlinkDone(w.way[asked])),
            },
          ]}
          cancel={w.cancel}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}
