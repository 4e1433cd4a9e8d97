/** What came to a device of each room, and when: told where the device ends up showing what is not so. */

const most = 600

export class Trail {
  private readonly notes: { roomId: string | null; text: string }[] = []
  private readonly begun = Date.now()

  /** Something came or was done; `null` concerns every room. */
  note(roomId: string | null, text: string): void {
    this.notes.push({ roomId, text: `${Date.now() - this.begun} ${text}` })
    if (this.notes.length > most) this.notes.shift()
  }

  /** What is remembered of a room, the oldest first. */
  of = (roomId: string): string =>
    this.notes
      .filter(note => note.roomId === roomId || note.roomId === null)
      .map(note => note.text)
      .join(' | ')
}
