/** The message formats of the supported AI SDK versions. */
export type UiVersion = "ai-sdk/v5" | "ai-sdk/v6";
