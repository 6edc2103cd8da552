/**
 * Returns example code for a backend route that mints workspace tokens. The code reads the API key from the
 * environment.
 *
 * @param issuer the authority's public URL
 */
export function backendCode(issuer: string): string {
  return `import { createTokenHandler } from "assistant-cloud-auth/backend";
import { readSession } from "./session.ts"; // your own

export const POST = createTokenHandler({
  baseUrl: ${JSON.stringify(issuer)},
  apiKey: process.env["ASSISTANT_API_KEY"],
  async authorize(request) {
    const session = await readSession(request);
    return session && { workspaceId: \`\${session.orgId}:\${session.userId}\`, userId: session.userId };
  },
});
`;
}
