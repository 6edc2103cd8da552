import { Hono } from "hono";
import { expect, test } from "vitest";
import { isLoopbackRequest } from "../../../src/admin/session/is-loopback-request.ts";
import { createClientAddress } from "../../../src/config/client-address.ts";

const addressOf = createClientAddress(0);

async function isLocal(socketAddress: string, headers: Record<string, string> = {}): Promise<boolean> {
  const app = new Hono().get("/", (c) =>
    c.json(isLoopbackRequest(c, "http://localhost:8787", addressOf?.(c.req.raw.headers, socketAddress) ?? "")),
  );
  return (await app.request("/", { headers: { Host: "localhost:8787", ...headers } })).json();
}

test.each(["127.0.0.1", "::1", "::ffff:127.0.0.1"])(
  "a request from the loopback address %s is local",
  async (address) => {
    expect(await isLocal(address)).toBe(true);
    expect(await isLocal(address, { Host: "evil.example" })).toBe(false);
    expect(await isLocal(address, { "X-Forwarded-For": "203.0.113.9" })).toBe(false);
  },
);

test.each(["192.0.2.1", "10.0.0.1", "fe80::1", "fd00::1", "2001:db8::1", "1::1", "::ffff:192.0.2.1"])(
  "a request from the address %s is not local",
  async (address) => {
    expect(await isLocal(address)).toBe(false);
  },
);
