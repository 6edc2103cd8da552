interface ProseProps {
  /** Plain text with code in backticks. */
  text: string;
}

/** Renders a text as HTML. Each part in backticks becomes a `code` element. */
export function Prose({ text }: ProseProps) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text do not move
  return text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
