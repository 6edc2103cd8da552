import { decodeJwt, decodeProtectedHeader } from "jose";
import { Fragment } from "react";
import { Tip } from "../controls/tip.tsx";

const time = (seconds: unknown) => new Date(Number(seconds) * 1000).toLocaleTimeString([], { hourCycle: "h23" });

/** The meaning of each claim, in display order. */
const meanings: Record<string, string> = {
  sub: "Subject: the user's id.",
  workspace_id: "The workspace whose threads this token opens. Here: organization and user.",
  project_id: "The project of the authority that issued the token.",
  iss: "Issuer: the authority's URL. Its signing keys are published there.",
  iat: "Issued at, by the authority's clock.",
  exp: "Expires at. A server rejects the token from then on.",
};

const times = new Set(["iat", "exp"]);

/** Renders the token's claims. The meaning of a claim appears on hover and focus. The token itself is not shown. */
export function ClaimsList({ token }: { token: string }) {
  const claims = decodeJwt<Record<string, unknown>>(token);
  const { alg } = decodeProtectedHeader(token);
  return (
    <dl className="claims" aria-label="Claims">
      {Object.entries(meanings)
        .filter(([name]) => claims[name] !== undefined)
        .map(([name, meaning]) => (
          <Fragment key={name}>
            <Claim name={name} meaning={meaning} />
            <dd>{times.has(name) ? time(claims[name]) : String(claims[name])}</dd>
          </Fragment>
        ))}
      <Claim name="alg" meaning="The signature's algorithm, from the token's header." />
      <dd>{alg}</dd>
    </dl>
  );
}

function Claim({ name, meaning }: { name: string; meaning: string }) {
  return (
    <dt>
      <Tip text={meaning}>
        <button type="button" className="claim-name">
          {name}
        </button>
      </Tip>
    </dt>
  );
}
