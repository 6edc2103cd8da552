import type { JwksFailureCode } from "../../../src/verify/jwks/jwks-failure.ts";
import { toJwksFailure } from "../../../src/verify/jwks/to-jwks-failure.ts";

interface Explanation {
  /**
   * The message to show. Default: the message of the failure. If the connection failed, that message comes from the
   * platform and may contain addresses. Always set this field for such failures.
   */
  readonly message?: string;
  readonly remedy: string | ((jwksUrl: string) => string);
}

const OWN_ENDPOINT = "Use the provider's own JWKS endpoint.";
const CHECK_NETWORK = "Check the network of the server.";
const DISCOVERY = "use the `jwks_uri` of the discovery document.";

const EXPLANATIONS: Readonly<Record<JwksFailureCode, Explanation>> = {
  unknown_host: { message: "DNS does not know the host.", remedy: "Check the domain for typing errors." },
  dns: { message: "DNS does not answer.", remedy: "Check the network of the server, then try again." },
  connection_refused: {
    message: "The host refuses the connection.",
    remedy: "Check the port, and that the provider is running.",
  },
  connection_reset: { message: "The connection was closed.", remedy: "Try again; a firewall may block it." },
  host_unreachable: { message: "The host cannot be reached.", remedy: CHECK_NETWORK },
  network_unreachable: { message: "The network cannot be reached.", remedy: CHECK_NETWORK },
  unreachable: {
    message: "The endpoint cannot be reached.",
    remedy: "Check the URL, the network of the server and its proxy (HTTPS_PROXY).",
  },
  certificate_expired: {
    message: "The certificate has expired.",
    remedy: "Renew the certificate; no rule works without a valid one.",
  },
  certificate_of_other_host: {
    message: "The certificate is for another host.",
    remedy: "Use the host that the certificate names.",
  },
  certificate_self_signed: {
    message: "The certificate is self-signed.",
    remedy: "Use a certificate of a public CA, or set NODE_EXTRA_CA_CERTS.",
  },
  certificate_chain: {
    message: "The certificate's chain is incomplete.",
    remedy: "Configure the server to send the intermediate certificates.",
  },
  url_refused: { remedy: OWN_ENDPOINT },
  private_address: {
    remedy:
      "Use the provider's public address, or list its host or network in `privateProviders` (AUTHORITY_PRIVATE_PROVIDERS); on this machine, --allow-insecure-jwks.",
  },
  timeout: { remedy: "Try again; check that the provider is running." },
  redirect: { remedy: "Redirects are not followed: use the target address." },
  client_error: { remedy: `There is no JWKS at this path: ${DISCOVERY}` },
  server_error: { remedy: "The provider has a problem; try again later." },
  unexpected_status: { remedy: OWN_ENDPOINT },
  compressed: { remedy: OWN_ENDPOINT },
  empty: { remedy: OWN_ENDPOINT },
  too_large: { remedy: OWN_ENDPOINT },
  not_json: { remedy: (jwksUrl) => `Open ${jwksUrl} in a browser: it must show {"keys": […]}.` },
  not_jwks: { remedy: `This is another document: ${DISCOVERY}` },
  certificate_map: { remedy: OWN_ENDPOINT },
  too_many_keys: { remedy: OWN_ENDPOINT },
};

/** Explains why a JWKS cannot be loaded, and how to fix it. The text contains no part of the response body. */
export function explainJwksFailure(thrown: unknown, jwksUrl: string): { message: string; remedy: string } {
  const failure = toJwksFailure(thrown);
  const { message = failure.message, remedy } = EXPLANATIONS[failure.code];
  return { message, remedy: typeof remedy === "string" ? remedy : remedy(jwksUrl) };
}
