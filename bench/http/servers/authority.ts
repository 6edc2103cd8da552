import process from "node:process";
import { createAuthority, openStorage, serveAuthority } from "../../../server/src/index.ts";
import { createTraces } from "../../../server/src/observability/traces/create-traces.ts";
import { startTestIssuer, TEST_AUDIENCE } from "../../../server/src/testing/start-test-issuer.ts";
import { reportReady } from "./report.ts";

// Serves an authority with default settings, an API key and one auth rule. The arguments are the database, the URL on
// which the authority listens for notices, and the URL of a trace collector.
const [databaseUrl = "memory://", listenUrl = "", collector = ""] = process.argv.slice(2);
if (collector !== "") process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector;
const traces = collector === "" ? null : await createTraces({ version: "0.0.0", onFault: console.error });
const provider = await startTestIssuer(Date.now);
const authority = await createAuthority({
  storage: await openStorage(databaseUrl, listenUrl === "" ? {} : { listenUrl }),
  issuer: "https://auth.example.com",
  secret: "a secret of the benchmark, 32 characters or more",
  allowInsecureJwks: true,
  ...(traces && { onEvent: traces.event }),
});
const { key } = await authority.keys.create({ name: "backend" });
await authority.rules.add({
  name: "provider",
  issuer: provider.issuer,
  jwksUrl: provider.jwksUrl,
  audience: TEST_AUDIENCE,
});
const { url } = await serveAuthority({ authority, port: 0 });
reportReady({ url, key, idToken: await provider.issue(), jwksUrl: provider.jwksUrl, providerIssuer: provider.issuer });
