/** A sentence in which code stands between back ticks. */
export function WithCode({ text }: { text: string }) {
  return text.split("`").map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one fixed sentence
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
}
