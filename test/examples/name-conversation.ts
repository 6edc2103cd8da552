/** Placeholder for a model that streams its answer. */
export async function* nameConversation(text: string, { signal }: { signal: AbortSignal }): AsyncGenerator<string> {
  for (const word of text.split(" ").slice(0, 4)) {
    signal.throwIfAborted();
    yield `${word} `;
  }
}
