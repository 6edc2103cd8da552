import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { faultRows } from "./ambient-apis.ts";
import { breakApi, type Fault } from "./break-api.ts";
import { loadPackage } from "./exercise-platform.ts";
import { exerciseProvider, type ProviderObservations } from "./exercise-provider.tsx";
import { createCloud } from "./simulated-cloud.ts";
import { installPlatform, restorePlatform } from "./simulated-platform.ts";

beforeAll(() => console.log(`platform table of the provider: ${rows.length} faults`));
afterEach(restorePlatform);

// The texts of `useWorkspaceToken` and `useAuthStatus`, of the gates, and of `useSuspenseWorkspaceToken`.
const waiting = "loading loading, loading, suspended";
const signedIn = "authenticated authenticated, in, authenticated";

const unaffected: ProviderObservations = {
  shows: { loading: waiting, loaded: signedIn, switched: signedIn, exchanged: signedIn },
  refreshesAhead: true,
  calls: { route: 200, exchange: 200 },
  leftOver: { timers: 0, listeners: 0, channels: 0, locks: 0 },
  escaped: [],
};

const anyNumber = expect.any(Number);
const leavesBehind = (what: Partial<Record<keyof ProviderObservations["leftOver"], unknown>>) =>
  ({ leftOver: { ...unaffected.leftOver, ...what } }) as Partial<ProviderObservations>;
const leavesListeners = leavesBehind({ listeners: anyNumber });
const noToken = (code: string, isLoading = false): Partial<ProviderObservations> => {
  const failed = `${code} error, ${code}`;
  return {
    shows: { loading: isLoading ? waiting : failed, loaded: failed, switched: failed, exchanged: failed },
    refreshesAhead: false,
    calls: { route: code, exchange: code },
  };
};
const outageOf: Partial<Record<Fault, Partial<ProviderObservations>>> = {
  "is missing": noToken("configuration"),
  "throws on access": noToken("network"),
  "throws on construction": noToken("network"),
  "throws on use": noToken("network"),
  rejects: noToken("network"),
  "never settles": noToken("source_timeout", true),
};

const rows = faultRows<ProviderObservations>({
  BroadcastChannel: (fault) => (fault === "throws on use" ? leavesBehind({ channels: anyNumber }) : {}),
  "BroadcastChannel.prototype.close": leavesBehind({ channels: anyNumber }),
  "window.removeEventListener": leavesListeners,
  "document.removeEventListener": leavesListeners,
  setTimeout: { refreshesAhead: false },
  clearTimeout: leavesBehind({ timers: anyNumber }),
  fetch: (fault) => outageOf[fault] ?? {},
});

describe(`F46 the provider and its hooks on a platform with one of ${rows.length} faults`, () => {
  it.each(rows)("if $api $fault, the provider loses only the features that need $api", async ({ api, fault, cost }) => {
    const cloud = createCloud();
    const platform = installPlatform({ fetch: cloud.fetch });
    const pack = await loadPackage();
    breakApi(api, fault, api.startsWith("response.") ? cloud : globalThis);
    const observed = await exerciseProvider(pack, platform, cloud);
    restorePlatform();
    expect(observed).toEqual({ ...unaffected, ...cost });
  });
});
