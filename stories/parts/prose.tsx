interface ProseProps {
  /** Plain text with code in backticks. */
  text: string;
}

/** Renders text, with the parts in backticks as code. */
export function Prose({ text }: ProseProps) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text do not move
  return text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
