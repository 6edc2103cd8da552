import type { CreatedKeyJson, KeyJson } from "../src/admin/admin-api.ts";

const production: KeyJson = {
  id: "key_0example1",
  name: "production backend",
  suffix: "x7Qa",
  status: "active",
  createdAt: "2026-01-12T09:30:00.000Z",
  expiresAt: null,
  lastUsedAt: "2026-02-03T16:41:00.000Z",
  revokedAt: null,
  replacedBy: null,
};

/** One API key for each state: active, expired, revoked and replaced. */
export const keys: readonly KeyJson[] = [
  production,
  {
    ...production,
    id: "key_0example3",
    name: "old preview",
    suffix: "p0Lw",
    status: "expired",
    expiresAt: "2026-01-20T00:00:00.000Z",
  },
  { ...production, id: "key_0example4", name: "lost laptop", suffix: "Zz19", status: "revoked", lastUsedAt: null },
  {
    ...production,
    id: "key_0example2",
    name: "staging",
    suffix: "b3Kd",
    replacedBy: "key_0example1",
    expiresAt: "2026-02-04T00:00:00.000Z",
  },
];

export const created: CreatedKeyJson = { ...production, key: "sk_aui_proj_0example_not-a-key-of-anybody-x7Qa" };
