import type { Room } from "./room.ts";

/** The rooms on which every feature of the server is built, in the order of the import table. */
export const serverFoundationRooms: readonly Room[] = [
  {
    name: "base",
    purpose: "refusals with a code and data, cached values, hashes and random text",
    imports: ["src/core", "src/verify"],
    packages: ["node:", "zod"],
  },
  {
    name: "jwt",
    purpose: "strict parsing of tokens, before an auth rule applies",
    imports: ["src/verify"],
    packages: ["node:"],
  },
  {
    name: "jwks",
    purpose: "fetching and caching the public keys of other issuers",
    imports: ["base", "src/verify"],
    packages: ["node:", "undici"],
  },
  {
    name: "events",
    purpose: "the closed union of events for logs, metrics and decisions",
    imports: ["src/core"],
    packages: [],
  },
  {
    name: "storage",
    purpose: "PGlite or PostgreSQL: schema, migrations and the seed image",
    imports: ["base"],
    packages: ["@electric-sql/pglite", "drizzle-orm", "node:", "pg"],
  },
  {
    name: "changes",
    purpose: "settings version, notices and audit entries, which announce a change to other processes",
    imports: ["storage"],
    packages: ["drizzle-orm"],
  },
  {
    name: "config",
    purpose: "all options and settings, which are read and checked once",
    imports: ["base", "jwt", "jwks", "events", "storage"],
    packages: ["zod"],
  },
  {
    name: "limits",
    purpose: "rate limits, shared between processes",
    imports: ["base", "storage", "config"],
    packages: ["rate-limiter-flexible"],
  },
];
