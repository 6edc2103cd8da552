interface Explained {
  message: string;
  remedy: string;
}

const BY_CODE: Readonly<Record<string, Explained>> = {
  ENOTFOUND: { message: "The host is not known to DNS.", remedy: "Look for a typing error in the domain." },
  EAI_AGAIN: { message: "DNS does not answer.", remedy: "Check the network of the authority, then try again." },
  ECONNREFUSED: { message: "The host refuses the connection.", remedy: "Check the port, and that the provider is up." },
  ECONNRESET: { message: "The connection was cut.", remedy: "Try again; a firewall may stand between." },
  EHOSTUNREACH: { message: "The host cannot be reached.", remedy: "Check the network of the authority." },
  ENETUNREACH: { message: "The network cannot be reached.", remedy: "Check the network of the authority." },
  CERT_HAS_EXPIRED: { message: "The certificate has expired.", remedy: "Have it renewed; no rule can do without." },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    message: "The certificate is for another host.",
    remedy: "Use the host that the certificate names.",
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    message: "The certificate is self-signed.",
    remedy: "Use one that a public authority has signed, or set NODE_EXTRA_CA_CERTS.",
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    message: "The certificate's chain is not complete.",
    remedy: "Have the server send the intermediate certificates.",
  },
};

/** Says why a JWKS could not be had, and what to do. Nothing of the answer's body is repeated. */
export function explainJwksFailure(error: unknown, jwksUrl: string): Explained {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  if (known !== undefined) return known;
  if (error instanceof SyntaxError) {
    return {
      message: "The endpoint answers with something that is not JSON.",
      remedy: `Open ${jwksUrl} in a browser: it must show {"keys": […]}.`,
    };
  }
  if (
    error instanceof Error &&
    (error.name === "TimeoutError" || error.name === "AbortError" || code === "ABORT_ERR")
  ) {
    return { message: "The endpoint took longer than 2 seconds.", remedy: "Try again; check that the provider is up." };
  }
  const message = error instanceof Error ? error.message : "";
  // Our own sentences all begin so; others may hold anything.
  if (!message.startsWith("The JWKS ")) {
    return { message: "The endpoint cannot be reached.", remedy: "Check the URL and the network of the authority." };
  }
  return { message, remedy: remedyFor(message) };
}

function remedyFor(message: string): string {
  if (message.includes("answered 3")) return "Redirects are not followed: use the address that it leads to.";
  if (message.includes("answered 4"))
    return "There is nothing at this path: take the `jwks_uri` of the discovery document.";
  if (message.includes("answered 5")) return "The provider has trouble; try again later.";
  if (message.includes("not public"))
    return "Use the provider's public address; on this machine, --allow-insecure-jwks.";
  if (message.includes("no list of keys"))
    return "This is another document: take the `jwks_uri` of the discovery document.";
  return "Use the provider's own JWKS endpoint.";
}
