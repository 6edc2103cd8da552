import type { IncomingMessage } from "node:http";
import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import { findPerson, people } from "./people.ts";
import { readProviderAsset } from "./provider-assets.ts";
import { signInPage } from "./provider-pages.ts";

const MAX_FORM_BYTES = 4096;

/**
 * Returns middleware that serves the provider's sign-in page. It also serves the style sheet and font of all pages of
 * the provider.
 */
export function interactions(provider: Provider) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    const asset = ctx.method === "GET" ? await readProviderAsset(ctx.path) : null;
    if (asset) {
      ctx.type = asset.type;
      ctx.body = asset.body;
      return;
    }
    const [, uid, abort] = /^\/interaction\/([\w-]+)(\/abort)?$/.exec(ctx.path) ?? [];
    if (uid === undefined) return next();
    ctx.set("Cache-Control", "no-store");
    // This call throws "session not found" for a browser that did not start this sign-in.
    await provider.interactionDetails(ctx.req, ctx.res);
    if (ctx.method === "GET") {
      ctx.type = "html";
      ctx.body = String(await signInPage(people, uid));
      return;
    }
    const person = abort === undefined ? findPerson(await readChoice(ctx.req)) : undefined;
    const result = person
      ? { login: { accountId: person.id } }
      : { error: "access_denied", error_description: "No person was chosen" };
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
  };
}

async function readChoice(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > MAX_FORM_BYTES) return "";
  }
  return new URLSearchParams(body).get("person") ?? "";
}
