/** What the app shows, as it stands in the address; absent means the list of chats. */
export interface Address {
  tab?: 'discover' | 'me'
  /** The chosen room. */
  room?: string
  /** The message of the room that is led to and lit up. */
  message?: string
  /** The community that is open above the tab. */
  community?: string
  /** Something above the tab or beside the room. */
  view?:
    | ('signin' | 'signup' | 'new' | 'find' | 'search' | 'details' | 'activity' | 'edit' | 'add' | 'person')
    | ('thread' | 'threads')
    | ('new-community' | 'edit-community' | 'members' | 'add-members')
    | ('profile' | 'password' | 'ways' | 'leave' | 'blocked' | 'favourites' | 'schedules')
  /** Whom or what the view is about. */
  id?: string
}

export const toQuery = (address: Address): string =>
  (['tab', 'room', 'message', 'community', 'view', 'id'] as const)
    .flatMap(key => (address[key] ? [`${key}=${encodeURIComponent(address[key])}`] : []))
    .join('&')
