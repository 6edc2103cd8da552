import { decodeJwt, decodeProtectedHeader } from "jose";
import { Fragment } from "react";

const time = (seconds: number) => new Date(seconds * 1000).toLocaleTimeString([], { hour12: false });

const readable: Record<string, (value: unknown) => string> = {
  iat: (value) => time(Number(value)),
  nbf: (value) => time(Number(value)),
  exp: (value) => time(Number(value)),
};

const order = ["sub", "workspace_id", "project_id", "iss", "iat", "exp"];

/** What the token says; its text is never shown. */
export function ClaimsList({ token }: { token: string }) {
  const claims = decodeJwt<Record<string, unknown>>(token);
  const { alg } = decodeProtectedHeader(token);
  return (
    <dl className="claims" aria-label="Claims">
      {order
        .filter((name) => claims[name] !== undefined)
        .map((name) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{readable[name]?.(claims[name]) ?? String(claims[name])}</dd>
          </Fragment>
        ))}
      <dt>alg</dt>
      <dd>{alg}</dd>
    </dl>
  );
}
