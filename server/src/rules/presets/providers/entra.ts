import type { InputReader } from "../input-reader.ts";
import { definePreset } from "../preset.ts";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The sign-in host of each of Microsoft's clouds, as listed in MSAL. */
const HOSTS: Readonly<Record<string, string>> = {
  global: "login.microsoftonline.com",
  us: "login.microsoftonline.us",
  china: "login.partner.microsoftonline.cn",
  france: "login.sovcloud-identity.fr",
  germany: "login.sovcloud-identity.de",
  singapore: "login.sovcloud-identity.sg",
};

/**
 * The preset for one directory (tenant) of Microsoft Entra ID. It accepts version 2.0 ID tokens, and version 2.0 access
 * tokens for your own API.
 */
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
    cloud: {
      label: "Cloud",
      description: "the directory's cloud: `global`, `us`, `china`, `france`, `germany` or `singapore`",
      example: "us",
      required: false,
      choices: {
        global: "Global",
        us: "US Government",
        china: "China (21Vianet)",
        france: "France",
        germany: "Germany",
        singapore: "Singapore",
      },
    },
    subdomain: {
      label: "External ID subdomain",
      description: "the part before .ciamlogin.com, for an external tenant (Entra External ID)",
      example: "contoso",
      required: false,
    },
  },
  steps: [
    "In App registrations, select New registration and choose Single-page application. Enter your app's URL as redirect URI. Copy the Application (client) ID and the Directory (tenant) ID.",
    "Only if you send access tokens: in Expose an API, add the application ID URI `api://<client id>` and a scope. In Manifest, set `requestedAccessTokenVersion` to `2`; the older manifest format calls it `accessTokenAcceptedVersion`.",
    "For an external tenant (External ID), also copy its subdomain, which is the part before `.ciamlogin.com`.",
  ],
  hosted: "Entra's `sub` differs between apps. The hosted cloud cannot use `oid` instead.",
  organizationClaim: "tid",
  alwaysHasOrganization: true,
  rule(read) {
    const tenantId = readGuid(read, "tenantId", read.text("tenantId"));
    const clientIds = read.list("clientId").map((id) => readGuid(read, "clientId", id));
    if (clientIds.length === 0) throw read.refuse("clientId", "is missing", "Enter the application's id.");
    const [issuerHost, keysHost] = readHosts(read, tenantId);
    return {
      issuer: `https://${issuerHost}/${tenantId}/v2.0`,
      jwksUrl: `https://${keysHost}/${tenantId}/discovery/v2.0/keys`,
      audience: clientIds,
      algorithms: ["RS256"],
      // A user's `sub` differs between applications, so the user id is `oid`.
      userClaim: "oid",
    };
  },
  issuerPattern:
    /login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn|login\.sovcloud-identity\.|sts\.windows\.net|\.ciamlogin\.com/,
  sharesHost: true,
  refusals: {
    ownAudience: {
      pattern: /^(00000003-0000-0000-c000-000000000000|https:\/\/graph\.microsoft\.com)$/,
      remedy: "The token is for Microsoft Graph. Send the ID token, or request a scope of your own API.",
    },
  },
  snippet: {
    entry: "entra",
    hook: "useEntraTokenSource",
    imports: ['import { useAccount, useMsal } from "@azure/msal-react";'],
    insideComponent: [
      "const { instance, accounts, inProgress } = useMsal();",
      "const account = useAccount() ?? accounts[0] ?? null;",
    ],
    hookArguments: "{ instance, account, inProgress }",
  },
});

/**
 * Returns the host of the issuer and the host of the keys. They differ only for an external tenant, which has a
 * subdomain: `<tenantId>.ciamlogin.com` for the issuer, and `<subdomain>.ciamlogin.com` for the keys.
 */
function readHosts(read: InputReader<"cloud" | "subdomain">, tenantId: string): [issuer: string, keys: string] {
  const cloud = read.optional("cloud") ?? "global";
  const host = Object.hasOwn(HOSTS, cloud) ? HOSTS[cloud] : undefined;
  if (host === undefined) {
    throw read.refuse("cloud", "is not known", `Enter one of ${Object.keys(HOSTS).join(", ")}.`);
  }
  const subdomain = read
    .optional("subdomain")
    ?.toLowerCase()
    .replace(/\.ciamlogin\.com$/, "");
  if (subdomain === undefined) return [host, host];
  if (cloud !== "global") throw read.refuse("subdomain", "and `cloud` exclude each other", "Keep one of the two.");
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(subdomain)) {
    throw read.refuse("subdomain", "is not a subdomain", "Enter the part before .ciamlogin.com.");
  }
  return [`${tenantId}.ciamlogin.com`, `${subdomain}.ciamlogin.com`];
}

function readGuid(read: InputReader<"tenantId" | "clientId">, field: "tenantId" | "clientId", text: string): string {
  const id = text.toLowerCase();
  if (GUID.test(id)) return id;
  const isShared = ["common", "organizations", "consumers"].includes(id);
  throw read.refuse(
    field,
    isShared ? "is not one directory" : "is not a GUID",
    isShared
      ? "Create one rule with its id for each directory that you trust."
      : "Copy the id from the app's overview.",
  );
}
