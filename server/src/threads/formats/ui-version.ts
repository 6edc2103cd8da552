/** The versions of the AI SDK whose messages are stored, by their format. */
export type UiVersion = "ai-sdk/v5" | "ai-sdk/v6";
