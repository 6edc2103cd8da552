import type { Context, Hono } from "hono";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import { MAX_EXCHANGE_BODY_BYTES, OAUTH_TOKEN_PATH } from "../../../src/core/protocol.ts";
import { ACCESS_TOKEN_TYPE } from "../base/oauth-names.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import { limitBody } from "../http/limit-body.ts";
import { answerOf, answerTo, isServerFailure, type RefusalAnswer } from "../http/refusal-answers.ts";
import { refuseTokenRequest } from "../http/refuse-token-request.ts";
import { respond } from "../http/respond.ts";
import { isForm } from "../tokens/exchange-form.ts";
import { readTokenExchange, refused } from "../tokens/read-token-exchange.ts";
import type { AuthorityEnvironment } from "./authority-environment.ts";
import { authorizationServerDocument, protectedResourceDocument } from "./oauth-documents.ts";

type OauthContext = Context<AuthorityEnvironment>;

/**
 * Adds the routes for OAuth clients: token exchange (RFC 8693) and metadata documents (RFC 8414, RFC 9728). All clients
 * are public: only the subject token authenticates a request.
 *
 * @param exchange exchanges an ID token for a workspace token; throws a refusal for a rejected ID token
 */
export function addOauthRoutes(
  app: Hono<AuthorityEnvironment>,
  settings: AuthoritySettings,
  exchange: (c: OauthContext, idToken: string) => Promise<string>,
): void {
  const refuse = (c: OauthContext, answer: RefusalAnswer) => refuseTokenRequest(answer, c.get("pageHeaders"));
  app.post(
    OAUTH_TOKEN_PATH,
    limitBody(MAX_EXCHANGE_BODY_BYTES, (c) => refuse(c, answerOf("body_too_large"))),
    async (c) => {
      try {
        if (c.req.header("Authorization") !== undefined) {
          throw refused(
            "invalid_client",
            "No client authentication is supported. Send a public client's client_id, or none.",
          );
        }
        if (!isForm(c.req.raw.headers)) {
          throw refused("invalid_request", "The body must be application/x-www-form-urlencoded.");
        }
        const idToken = readTokenExchange(new URLSearchParams(await c.req.text()), settings.issuer);
        const answer = {
          access_token: await exchange(c, idToken),
          issued_token_type: ACCESS_TOKEN_TYPE,
          token_type: "Bearer",
          expires_in: settings.tokenLifetimeSeconds,
        };
        return respond(answer, c.get("pageHeaders"));
      } catch (error) {
        // This handler catches the error itself, so it sets `c.error`, from which the decision log reads the error.
        c.error = error as Error;
        const answer = answerTo(error);
        if (isServerFailure(answer)) settings.onFault(error);
        return refuse(c, answer);
      }
    },
  );

  const cacheHeaders = { "Cache-Control": "public, max-age=300" };
  app.use("/.well-known/*", cors(), etag());
  app.get("/.well-known/oauth-authorization-server", (c) =>
    c.json(authorizationServerDocument(settings), 200, cacheHeaders),
  );
  app.get("/.well-known/oauth-protected-resource", (c) =>
    c.json(protectedResourceDocument(settings), 200, cacheHeaders),
  );
}
