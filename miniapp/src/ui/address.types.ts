/** What the app shows, as it stands in the address; absent means the list of chats. */
export interface Address {
  tab?: 'discover' | 'me'
  /** The chosen room. */
  room?: string
  /** The community that is open above the tab. */
  community?: string
  /** Something above the tab or beside the room. */
  view?:
    | ('signin' | 'signup' | 'new' | 'find' | 'details' | 'edit' | 'add' | 'person')
    | ('new-community' | 'edit-community' | 'members' | 'add-members')
    | ('profile' | 'password' | 'ways' | 'leave' | 'blocked')
  /** Whom or what the view is about. */
  id?: string
}

export const toQuery = (address: Address): string =>
  (['tab', 'room', 'community', 'view', 'id'] as const)
    .flatMap(key => (address[key] ? [`${key}=${encodeURIComponent(address[key])}`] : []))
    .join('&')
