import type { Attribution } from "../changes/audit-entry.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import type { Authority } from "./authority.ts";
import type { Services } from "./build-services.ts";

const BY_PROGRAM: Attribution = { actor: "program" };

/**
 * Returns those methods of an authority that manage settings. The audit log names the calling program as the author of
 * each change.
 */
export function toProgramApi(
  { keys, rules, signingKeys, revocations, origins, audit, setUpUrls }: Services,
  { adminOpenId }: Pick<AuthoritySettings, "adminOpenId">,
): Omit<Authority, "fetch" | "close"> {
  return {
    keys: {
      create: (input) => keys.create(input, BY_PROGRAM),
      list: keys.list,
      rotate: (id, options = {}) => keys.rotate(id, options, BY_PROGRAM),
      revoke: async (id) => void (await keys.revoke(id, BY_PROGRAM)),
    },
    rules: {
      add: (input) => rules.add(input, BY_PROGRAM),
      list: rules.list,
      update: (id, revision, input) => rules.update(id, revision, input, BY_PROGRAM),
      setEnabled: (id, enabled) => rules.setEnabled(id, enabled, BY_PROGRAM),
      remove: (id) => rules.remove(id, BY_PROGRAM),
    },
    signingKeys: {
      list: signingKeys.list,
      rotate: ({ algorithm } = {}) => signingKeys.rotate(algorithm === undefined ? {} : { algorithm }, BY_PROGRAM),
      revoke: (kid) => signingKeys.revoke(kid, BY_PROGRAM),
    },
    revocations: {
      add: (input) => revocations.add(input, BY_PROGRAM),
      list: revocations.list,
    },
    allowedOrigins: {
      list: origins.list,
      set: (list) => origins.set(list, BY_PROGRAM),
      add: (origin) => origins.add(origin, BY_PROGRAM),
      remove: (origin) => origins.remove(origin, BY_PROGRAM),
    },
    audit: { list: audit.list },
    dashboard: {
      createSetUpLink: ({ name } = {}) => setUpUrls.create(name === undefined ? {} : { name }, BY_PROGRAM),
      createFirstSetUpLink: async () => (adminOpenId?.passwordSignIn === false ? null : setUpUrls.createFirst()),
    },
  };
}
