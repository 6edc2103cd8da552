interface ProseProps {
  /** Plain text in which names of code stand between backticks. */
  text: string;
}

/** Text with its names of code set as code. */
export function Prose({ text }: ProseProps) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text do not move
  return text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
