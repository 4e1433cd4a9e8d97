const lastOne =
  /(?:\p{RI}\p{RI}|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}(?:\p{EMod}|\uFE0F)?[\u{E0020}-\u{E007F}]{0,8}(?:\u200D\p{Extended_Pictographic}(?:\p{EMod}|\uFE0F)?){0,8})$/u

/** The text without its last sign as people see it: an emoji goes as a whole. */
export function withoutLast(text: string): string {
  const emoji = lastOne.exec(text)?.[0]
  if (emoji) return text.slice(0, -emoji.length)
  return [...text].slice(0, -1).join('')
}
