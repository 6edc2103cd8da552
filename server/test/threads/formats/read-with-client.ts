import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { validateUIMessages } from "ai";

/** A message as assistant-ui shows it. */
export interface ShownMessage {
  readonly role: string;
  readonly content: readonly Readonly<Record<string, unknown>>[];
  readonly attachments?: readonly { readonly content: readonly Readonly<Record<string, unknown>>[] }[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

const aiSdk = createRequire(import.meta.url).resolve("@assistant-ui/ai-sdk");
const core = createRequire(aiSdk).resolve("@assistant-ui/core");
// Import the readers that the runtimes use by path, because the packages export only the runtimes.
const { AISDKMessageConverter } = await import(new URL("./converters/convertMessage.js", pathToFileURL(aiSdk)).href);
const { aiSDKV6FormatAdapter } = await import(new URL("./adapters/aiSDKFormatAdapter.js", pathToFileURL(aiSdk)).href);
const { auiV0DecodeSafely } = await import(new URL("./react/runtimes/cloud/auiV0.js", pathToFileURL(core)).href);

const row = { id: "msg_0a", parent_id: null };

/** Decodes content in the format `aui/v0` as `useLocalRuntime` does. Returns null if the runtime skips the message. */
export function readAsLocalRuntime(content: object): ShownMessage | null {
  return auiV0DecodeSafely({ ...row, created_at: new Date(0), format: "aui/v0", content })?.message ?? null;
}

/** Decodes content in the format `ai-sdk/v6` as `useChatRuntime` does. */
export function readAsChatRuntime(content: unknown): ShownMessage {
  const { message } = aiSDKV6FormatAdapter.decode({ ...row, format: "ai-sdk/v6", content });
  return AISDKMessageConverter.toThreadMessages([message])[0];
}

/** Validates a message as an AI SDK server does before calling a model. Throws if the message is invalid. */
export async function validateAsServer(content: unknown): Promise<void> {
  await validateUIMessages({ messages: [{ id: "m", ...(content as object) }] });
}
