import type { InputReader } from "../input-reader.ts";
import { definePreset } from "../preset.ts";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Microsoft Entra ID, one directory: ID tokens, or access tokens of your own API, both of version 2.0. */
export const entra = definePreset({
  title: "Microsoft Entra ID",
  fields: {
    tenantId: {
      label: "Tenant ID",
      description: "directory (tenant) id, a GUID",
      example: "11111111-2222-4333-8444-555555555555",
      required: true,
    },
    clientId: {
      label: "Client ID",
      description: "application (client) id, a GUID",
      example: "66666666-7777-4888-9999-000000000000",
      required: true,
      many: true,
    },
  },
  organizationClaim: "tid",
  organizationAlways: true,
  rule(read) {
    const tenantId = readGuid(read, "tenantId", read.text("tenantId"));
    const clientIds = read.list("clientId").map((id) => readGuid(read, "clientId", id));
    if (clientIds.length === 0) throw read.refuse("clientId", "is missing", "Give the application's id.");
    const authority = `https://login.microsoftonline.com/${tenantId}`;
    return {
      issuer: `${authority}/v2.0`,
      jwksUrl: `${authority}/discovery/v2.0/keys`,
      audience: clientIds,
      algorithms: ["RS256"],
      // `sub` is another one for each application.
      userClaim: "oid",
    };
  },
  issuerPattern: /login\.microsoftonline\.com|sts\.windows\.net/,
  sharesHost: true,
  refusals: {
    ownAudience: {
      pattern: /^(00000003-0000-0000-c000-000000000000|https:\/\/graph\.microsoft\.com)$/,
      remedy: "The token is for Microsoft Graph: send the ID token, or ask for a scope of your own API.",
    },
  },
  snippet: {
    entry: "entra",
    hook: "useEntraTokenSource",
    imports: ['import { useAccount, useMsal } from "@azure/msal-react";'],
    within: [
      "const { instance, accounts, inProgress } = useMsal();",
      "const account = useAccount() ?? accounts[0] ?? null;",
    ],
    given: "{ instance, account, inProgress }",
  },
});

function readGuid(read: InputReader<"tenantId" | "clientId">, field: "tenantId" | "clientId", text: string): string {
  const id = text.toLowerCase();
  if (GUID.test(id)) return id;
  const isShared = ["common", "organizations", "consumers"].includes(id);
  throw read.refuse(
    field,
    isShared ? "stands for every directory" : "is not a GUID",
    isShared ? "Make one rule for each directory that you trust, with its id." : "Copy the id from the app's overview.",
  );
}
