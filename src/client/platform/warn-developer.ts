import { attempt } from "./attempt.ts";

// Bundlers replace only the exact expression `process.env.NODE_ENV`.
declare const process: { env: { NODE_ENV?: string } };

const warned = new Set<string>();

/**
 * Writes a text to the console, once per text. Does nothing in production, or where `NODE_ENV` is unknown.
 *
 * @param text the text, or a function that returns it, or null for nothing to report
 */
export function warnDeveloper(given: string | (() => string | null)): void {
  const text = typeof given === "string" ? given : given();
  if (text === null || warned.has(text) || !attempt(() => process.env.NODE_ENV !== "production")) return;
  warned.add(text);
  attempt(() => console.warn(`assistant-cloud-auth: ${text}`));
}
