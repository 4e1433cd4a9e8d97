/** How far others have read, and whether I tell how far I do. */
import {
  receipts,
  receiptSettings,
  receiptsUpTo,
  settingsId,
} from '@community-chat/shared/capabilities/receipts/contract'
import type { Room } from '@community-chat/shared/capabilities/rooms/contract'
import { useEffect } from 'react'
import { call, useConnections } from '../../kernel/client'
import { theDevice, useDevice } from '../../kernel/device'
import { useStore } from '../../kernel/store'
import type { RoomPositions } from './counts'
import { load, positions } from './positions'

/** Whether others are told how far I read: they are until I say otherwise. */
export const useTelling = (): boolean =>
  useDevice(({ replica }) => receiptSettings.of(replica.own)[settingsId]?.send ?? true, true)

/** Chooses whether others are told; rejects with the `Fault`. */
export async function tell(send: boolean): Promise<void> {
  const row = await call(receipts.routes.set, { send })
  theDevice()?.takeOwn(receiptSettings.name, [row])
}

/** How far the others in a room have read; null where nobody is told, or it is not known yet. */
export function useReceipts({ id, memberCount }: Pick<Room, 'id' | 'memberCount'>): RoomPositions | null {
  const isTelling = useTelling()
  const connections = useConnections()
  const known = useStore(positions)[id]
  const isWanted = isTelling && memberCount <= receiptsUpTo
  useEffect(() => {
    if (isWanted && connections > 0) void load(id)
  }, [isWanted, connections, id])
  return (isWanted && known) || null
}
