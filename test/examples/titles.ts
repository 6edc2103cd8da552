import { createAuthority, openStorage } from "assistant-cloud-server";
import { nameConversation } from "./name-conversation.ts"; // your own

export const authority = await createAuthority({
  storage: await openStorage("./authority-data"),
  issuer: "https://auth.example.com",
  async *titles({ text, signal }) {
    yield* nameConversation(text, { signal });
  },
});
