import { afterEach, describe, expect, it } from "vitest";
import { faultRows } from "./ambient-apis.ts";
import { breakApi, type Fault } from "./break-api.ts";
import { createCloud } from "./simulated-cloud.ts";
import { installPlatform, restorePlatform } from "./simulated-platform.ts";
import { loadPackage } from "./use-platform.ts";
import { type ProviderExperience, useProvider } from "./use-provider.tsx";

afterEach(restorePlatform);

const whole: ProviderExperience = {
  shows: { loaded: "authenticated authenticated", switched: "authenticated authenticated" },
  refreshesAhead: true,
  call: 200,
  leftOver: { timers: 0, listeners: 0, channels: 0, locks: 0 },
  escaped: [],
};

const some = expect.any(Number);
const leaves = (what: Partial<Record<keyof ProviderExperience["leftOver"], unknown>>) =>
  ({ leftOver: { ...whole.leftOver, ...what } }) as Partial<ProviderExperience>;
const leavesListeners = leaves({ listeners: some });
const noToken = (code: string, status: string): Partial<ProviderExperience> => ({
  shows: { loaded: `${code} ${status}`, switched: `${code} ${status}` },
  refreshesAhead: false,
  call: code,
});
const outageOf: Record<Fault, Partial<ProviderExperience>> = {
  "is missing": noToken("configuration", "error"),
  "throws on access": noToken("network", "error"),
  "throws on construction": noToken("network", "error"),
  "throws on use": noToken("network", "error"),
  rejects: noToken("network", "error"),
  "never settles": noToken("source_timeout", "error"),
};

const rows = faultRows<ProviderExperience>({
  BroadcastChannel: (fault) => (fault === "throws on use" ? leaves({ channels: some }) : {}),
  "BroadcastChannel.prototype.close": leaves({ channels: some }),
  "window.removeEventListener": leavesListeners,
  "document.removeEventListener": leavesListeners,
  setTimeout: { refreshesAhead: false },
  clearTimeout: leaves({ timers: some }),
  fetch: (fault) => outageOf[fault],
});

describe(`F46 the provider and its hooks on a platform with one of ${rows.length} faults`, () => {
  it.each(rows)("if $api $fault, the provider loses only the features that need $api", async ({ api, fault, cost }) => {
    const cloud = createCloud();
    const platform = installPlatform({ fetch: cloud.fetch });
    const pack = await loadPackage();
    breakApi(api, fault, api.startsWith("response.") ? cloud : globalThis);
    const experience = await useProvider(pack, platform, cloud);
    restorePlatform();
    expect(experience).toEqual({ ...whole, ...cost });
  });
});
