/** What may be a credential or name a person: a JWT or its parts, any other long run of token characters, an e-mail address. */
const SECRETS = /eyJ[\w-]*(\.[\w-]*)*|[^\s@"'<>(),;:]+@[^\s@"'<>(),;:]+|\b[\w~+=-]{40,}/g;

/** Replaces credentials and e-mail addresses in a text that others may have written. */
export function redact(text: string): string {
  return text.replace(SECRETS, "[hidden]");
}
