import process from "node:process";
import { createAuthority, openStorage, serveAuthority } from "../../../server/src/index.ts";
import { startTestIssuer, TEST_AUDIENCE } from "../../../server/src/testing/start-test-issuer.ts";
import { report } from "./report.ts";

// The authority as anybody would run it, with an API key and one provider.
const [place = "memory://", listenUrl] = process.argv.slice(2);
const provider = await startTestIssuer(Date.now);
const authority = await createAuthority({
  storage: await openStorage(place, listenUrl === undefined ? {} : { listenUrl }),
  issuer: "https://auth.example.com",
  secret: "a secret of the benchmark, 32 characters or more",
  allowInsecureJwks: true,
});
const { key } = await authority.keys.create({ name: "backend" });
await authority.rules.add({
  name: "provider",
  issuer: provider.issuer,
  jwksUrl: provider.jwksUrl,
  audience: TEST_AUDIENCE,
});
const { url } = await serveAuthority({ authority, port: 0 });
report({ url, key, idToken: await provider.issue(), jwksUrl: provider.jwksUrl, providerIssuer: provider.issuer });
