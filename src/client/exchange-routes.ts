import { createSessionText, type DurableText } from "./platform/durable-text.ts";

/** What exchanges have learned about the server of one base URL. This is the same for every user. */
export interface ExchangeRoutes {
  /**
   * The only way in which the server exchanges ID tokens: at the exchange route, or at other routes with a response
   * header. Undefined while unknown.
   */
  supported: "route" | "header" | undefined;
  /** What this browser tab remembers about the server. The browser keeps it until the tab is closed. */
  readonly stored: DurableText;
}

/** Matches base URLs of the hosted cloud, which has no exchange route. */
const HOSTED = /^https:\/\/[\w.-]+\.assistant-api\.com(:|\/|$)/i;

/**
 * Creates the {@link ExchangeRoutes} of a base URL.
 *
 * @param owner the owner of the stored text, if the browser has no storage
 */
export function createExchangeRoutes(baseUrl: string, owner: object): ExchangeRoutes {
  return {
    supported: HOSTED.test(baseUrl) ? "header" : undefined,
    stored: createSessionText(owner, `assistant-cloud-auth:exchange:${baseUrl}`),
  };
}
