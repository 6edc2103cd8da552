import { attempt } from "./attempt.ts";

// Bundlers replace only the exact expression `process.env.NODE_ENV`, so the code below must use this expression.
declare const process: { env: { NODE_ENV?: string } };

const warned = new Set<string>();

/**
 * Writes a warning to the console, once per text. Writes nothing in production, or if `process.env` does not exist.
 *
 * @param given the text, or a function that returns the text; the function returns null if there is nothing to report
 */
export function warnDeveloper(given: string | (() => string | null)): void {
  const text = typeof given === "string" ? given : given();
  if (text === null || warned.has(text) || !attempt(() => process.env.NODE_ENV !== "production")) return;
  warned.add(text);
  attempt(() => console.warn(`assistant-cloud-auth: ${text}`));
}
