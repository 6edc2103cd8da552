import { z } from "zod";
import { settingRefusal } from "../base/setting-refusal.ts";
import { type ProviderNetwork, type ProviderProxy, readPrivateProviders } from "../jwks/provider-network.ts";

/** The proxy by which auth providers are reached. */
export interface ProxyOptions {
  /** `http://` or `https://`, with user and password if it asks for them. */
  url: string;
  /** Hosts, with the hosts below them, that are reached without it. Default: none. */
  except?: readonly string[];
}

const PRIVATE_PROBLEM = "must be hosts such as login.corp.internal, or networks such as 10.20.0.0/16";

/** The options that say where auth providers are. */
export const providerNetworkShape = {
  privateProviders: z
    .array(z.string())
    .max(100)
    .refine((entries) => readPrivateProviders(entries) !== null, PRIVATE_PROBLEM)
    .optional(),
  proxy: z
    .union([z.literal(false), z.strictObject({ url: z.string(), except: z.array(z.string()).max(1000).default([]) })])
    .optional(),
};

type Parsed = z.output<z.ZodObject<typeof providerNetworkShape>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Returns where auth providers are, by the options or, without them, by the environment. Throws `invalid_setting`. */
export function readProviderNetwork(
  { privateProviders, proxy }: Parsed,
  environment: Environment = process.env,
): ProviderNetwork {
  const entries = privateProviders ?? splitList(environment["AUTHORITY_PRIVATE_PROVIDERS"]);
  const listed = readPrivateProviders(entries);
  if (listed === null) {
    const remedy = "Correct the list, with commas between its entries.";
    throw settingRefusal("option_invalid", { field: "AUTHORITY_PRIVATE_PROVIDERS", problem: PRIVATE_PROBLEM, remedy });
  }
  return { ...listed, proxy: readProxy(proxy, environment) };
}

function readProxy(option: Parsed["proxy"], environment: Environment): ProviderProxy | null {
  if (option === false) return null;
  // As other programs do, the lower-case name first; an empty one counts as unset.
  const url = option?.url ?? (environment["https_proxy"] || environment["HTTPS_PROXY"]);
  if (url === undefined || url === "") return null;
  const address = url.includes("://") ? url : `http://${url}`;
  if (!URL.canParse(address) || !["http:", "https:"].includes(new URL(address).protocol)) {
    // Without the address itself, which may hold a password.
    throw settingRefusal("option_invalid", {
      field: option === undefined ? "HTTPS_PROXY" : "proxy.url",
      problem: "must be an address of http:// or https://",
      remedy: "Correct the address of the proxy, such as http://proxy.corp.internal:3128.",
    });
  }
  const except = option?.except ?? splitList(environment["no_proxy"] || environment["NO_PROXY"]);
  return { url: address, except: except.join(",") };
}

const splitList = (text = ""): string[] => text.split(/[,\s]/).filter((entry) => entry !== "");
