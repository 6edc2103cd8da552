import { attempt } from "./attempt.ts";

// Bundlers replace `process.env.NODE_ENV`, in these very words.
declare const process: { env: { NODE_ENV?: string } };

const warned = new Set<string>();

/** Writes a text to the console, once; not in production builds, nor where it cannot be told whether this is one. */
export function warnDeveloper(text: string): void {
  if (warned.has(text) || !attempt(() => process.env.NODE_ENV !== "production")) return;
  warned.add(text);
  attempt(() => console.warn(`assistant-cloud-auth: ${text}`));
}
