import { z } from "zod";
import { settingRefusal } from "../base/setting-refusal.ts";
import { type ProviderNetwork, type ProviderProxy, readPrivateProviders } from "../jwks/provider-network.ts";

/** The proxy for requests to auth providers. */
export interface ProxyOptions {
  /** The URL of the proxy, `http://` or `https://`, with user and password if the proxy requires them. */
  url: string;
  /** The hosts to reach without the proxy, including their subdomains. Default: none. */
  except?: readonly string[];
}

const PRIVATE_PROBLEM = "must be hosts such as login.corp.internal, or networks such as 10.20.0.0/16";

/** The schema of the options for requests to auth providers. */
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

/**
 * Returns the network settings for requests to auth providers. If an option is not set, the environment provides its
 * value. Throws `invalid_setting` for an invalid value.
 */
export function readProviderNetwork(
  { privateProviders, proxy }: Parsed,
  environment: Environment = process.env,
): ProviderNetwork {
  const entries = privateProviders ?? splitList(environment["AUTHORITY_PRIVATE_PROVIDERS"]);
  const listed = readPrivateProviders(entries);
  if (listed === null) {
    const remedy = "Correct the list; separate its entries with commas.";
    throw settingRefusal("option_invalid", { field: "AUTHORITY_PRIVATE_PROVIDERS", problem: PRIVATE_PROBLEM, remedy });
  }
  return { ...listed, proxy: readProxy(proxy, environment) };
}

function readProxy(option: Parsed["proxy"], environment: Environment): ProviderProxy | null {
  if (option === false) return null;
  // The lower-case variable takes precedence, as in curl. An empty variable is treated as unset.
  const url = option?.url ?? (environment["https_proxy"] || environment["HTTPS_PROXY"]);
  if (url === undefined || url === "") return null;
  const address = url.includes("://") ? url : `http://${url}`;
  if (!URL.canParse(address) || !["http:", "https:"].includes(new URL(address).protocol)) {
    // The URL may contain a password, so the error does not include it.
    throw settingRefusal("option_invalid", {
      field: option === undefined ? "HTTPS_PROXY" : "proxy.url",
      problem: "must be an http:// or https:// address",
      remedy: "Correct the address of the proxy, such as http://proxy.corp.internal:3128.",
    });
  }
  const except = option?.except ?? splitList(environment["no_proxy"] || environment["NO_PROXY"]);
  return { url: address, except: except.join(",") };
}

const splitList = (text = ""): string[] => text.split(/[,\s]/).filter((entry) => entry !== "");
