import type { JwksFailureCode } from "../../../src/verify/jwks/jwks-failure.ts";
import { toJwksFailure } from "../../../src/verify/jwks/to-jwks-failure.ts";

interface Explanation {
  /** Replaces the failure's own message, which for a failed connection is the platform's and may contain addresses. */
  readonly message?: string;
  readonly remedy: string | ((jwksUrl: string) => string);
}

const OWN_ENDPOINT = "Use the provider's own JWKS endpoint.";
const CHECK_NETWORK = "Check the network of the authority.";
const DISCOVERY = "take the `jwks_uri` of the discovery document.";

const EXPLANATIONS: Readonly<Record<JwksFailureCode, Explanation>> = {
  unknown_host: { message: "The host is not known to DNS.", remedy: "Look for a typing error in the domain." },
  dns: { message: "DNS does not answer.", remedy: "Check the network of the authority, then try again." },
  connection_refused: {
    message: "The host refuses the connection.",
    remedy: "Check the port, and that the provider is up.",
  },
  connection_reset: { message: "The connection was cut.", remedy: "Try again; a firewall may stand between." },
  host_unreachable: { message: "The host cannot be reached.", remedy: CHECK_NETWORK },
  network_unreachable: { message: "The network cannot be reached.", remedy: CHECK_NETWORK },
  unreachable: {
    message: "The endpoint cannot be reached.",
    remedy: "Check the URL, the network of the authority and its proxy (HTTPS_PROXY).",
  },
  certificate_expired: {
    message: "The certificate has expired.",
    remedy: "Have it renewed; no rule can do without.",
  },
  certificate_of_other_host: {
    message: "The certificate is for another host.",
    remedy: "Use the host that the certificate names.",
  },
  certificate_self_signed: {
    message: "The certificate is self-signed.",
    remedy: "Use one that a public authority has signed, or set NODE_EXTRA_CA_CERTS.",
  },
  certificate_chain: {
    message: "The certificate's chain is not complete.",
    remedy: "Have the server send the intermediate certificates.",
  },
  url_refused: { remedy: OWN_ENDPOINT },
  private_address: {
    remedy:
      "Use the provider's public address, or list its host or network in `privateProviders` (AUTHORITY_PRIVATE_PROVIDERS); on this machine, --allow-insecure-jwks.",
  },
  timeout: { remedy: "Try again; check that the provider is up." },
  redirect: { remedy: "Redirects are not followed: use the address that it leads to." },
  client_error: { remedy: `There is nothing at this path: ${DISCOVERY}` },
  server_error: { remedy: "The provider has trouble; try again later." },
  unexpected_status: { remedy: OWN_ENDPOINT },
  compressed: { remedy: OWN_ENDPOINT },
  empty: { remedy: OWN_ENDPOINT },
  too_large: { remedy: OWN_ENDPOINT },
  not_json: { remedy: (jwksUrl) => `Open ${jwksUrl} in a browser: it must show {"keys": […]}.` },
  not_jwks: { remedy: `This is another document: ${DISCOVERY}` },
  certificate_map: { remedy: OWN_ENDPOINT },
  too_many_keys: { remedy: OWN_ENDPOINT },
};

/** Explains why a JWKS cannot be loaded, with a fix. It repeats nothing of the answer's body. */
export function explainJwksFailure(thrown: unknown, jwksUrl: string): { message: string; remedy: string } {
  const failure = toJwksFailure(thrown);
  const { message = failure.message, remedy } = EXPLANATIONS[failure.code];
  return { message, remedy: typeof remedy === "string" ? remedy : remedy(jwksUrl) };
}
