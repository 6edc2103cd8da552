import { useSyncExternalStore } from "react";

/**
 * Shows the link that signs in with the team's OpenID provider. After the sign-in, the authority redirects to the
 * current page.
 */
export function OpenIdLink({ name, isOnly }: { name: string; isOnly: boolean }) {
  const page = useSyncExternalStore(subscribe, () => location.hash);
  const start = new URL("../admin/oidc/start", document.baseURI);
  if (page !== "") start.searchParams.set("page", page);
  return (
    <a className="button sign-in-openid" data-kind={isOnly ? "primary" : "plain"} href={start.href}>
      Sign in with {name}
    </a>
  );
}

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}
