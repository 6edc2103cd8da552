import type { Adapter, AdapterPayload } from "oidc-provider";

interface Row {
  payload: AdapterPayload;
  expiresAt: number;
}

/**
 * Creates the OpenID provider's storage of sessions, grants and codes, in memory. All people are therefore signed out
 * when the demo stops.
 */
export function createProviderStorage(): (model: string) => Adapter {
  const rows = new Map<string, Row>();
  const read = (key: string) => {
    const row = rows.get(key);
    if (row && row.expiresAt > Date.now()) return row.payload;
    rows.delete(key);
    return undefined;
  };
  const search = (model: string, matches: (payload: AdapterPayload) => boolean) =>
    [...rows.keys()]
      .filter((key) => key.startsWith(`${model}:`))
      .map(read)
      .find((payload) => payload !== undefined && matches(payload));

  return (model) => ({
    async upsert(id, payload, expiresIn) {
      rows.set(`${model}:${id}`, { payload, expiresAt: expiresIn ? Date.now() + expiresIn * 1000 : Infinity });
    },
    find: async (id) => read(`${model}:${id}`),
    findByUid: async (uid) => search(model, (payload) => payload.uid === uid),
    findByUserCode: async (userCode) => search(model, (payload) => payload.userCode === userCode),
    async consume(id) {
      const payload = read(`${model}:${id}`);
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      rows.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of rows) {
        if (key.startsWith(`${model}:`) && payload.grantId === grantId) rows.delete(key);
      }
    },
  });
}
