import { stubProvider } from "../stub-provider.ts";
import { providerOf } from "../support/provider-of.ts";

const ORIGIN = "https://test.stytch.com";

export interface StytchState {
  /** The user and organization of each session that the API returns. */
  user: { id: string; organization: string };
  /** The time of the last sign-in. A renewal of the session does not change it. */
  signedInAt: string;
  /** Lifetime of session JWTs, in seconds. */
  jwtSeconds: number;
  isSessionOver: boolean;
  /** Whether the Stytch project stores its sessions in HttpOnly cookies. The tokens in responses are then empty. */
  hidesTokens: boolean;
  /** The requested routes. Omits reports of events and requests for the Stytch project's settings. */
  calls: string[];
}

const now = () => new Date().toISOString();

const fresh = (): StytchState => ({
  user: { id: "", organization: "organization-test-1" },
  signedInAt: now(),
  jwtSeconds: 300,
  isSessionOver: false,
  hidesTokens: false,
  calls: [],
});

/** Simulates Stytch's API for all tests of a file. Call `reset` before each test. */
export function startStytch(kind: "stytch" | "stytch-b2b"): { state: StytchState; reset(): void } {
  const state = fresh();
  const isB2B = kind === "stytch-b2b";

  async function session() {
    const { id, organization } = state.user;
    const times = {
      started_at: "2026-01-01T00:00:00Z",
      last_accessed_at: now(),
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
      authentication_factors: [
        { type: "magic_link", delivery_method: "email", last_authenticated_at: state.signedInAt },
      ],
    };
    const jwt = await providerOf(kind).sign(
      {
        sub: id,
        "https://stytch.com/session": { id: `session-${id}`, ...times },
        ...(isB2B ? { "https://stytch.com/organization": { organization_id: organization, slug: "acme" } } : {}),
      },
      { expiresInSeconds: state.jwtSeconds },
    );
    const tokens = state.hidesTokens
      ? { session_token: "", session_jwt: "" }
      : { session_token: `opaque-${id}`, session_jwt: jwt };
    return isB2B
      ? {
          ...tokens,
          member_authenticated: true,
          member_session: {
            ...times,
            member_session_id: `session-${organization}-${id}`,
            member_id: id,
            organization_id: organization,
          },
          member: { member_id: id, organization_id: organization },
          organization: { organization_id: organization },
        }
      : { ...tokens, session: { ...times, session_id: `session-${id}`, user_id: id }, user: { user_id: id } };
  }

  stubProvider(ORIGIN, async ({ path }) => {
    const route = path.replace("/sdk/v1", "");
    if (route === "/events") return {};
    if (route.startsWith("/projects/bootstrap/")) return { body: { data: bootstrap(isB2B ? "B2B" : "CONSUMER") } };
    state.calls.push(route);
    if (route.endsWith("/sessions/authenticate") && state.isSessionOver) {
      return { status: 404, body: { status_code: 404, error_type: "session_not_found", error_message: "Gone." } };
    }
    if (route.endsWith("/magic_links/authenticate")) state.signedInAt = now();
    if (route.endsWith("/sessions/revoke")) return { body: { data: { status_code: 200 } } };
    return { body: { data: { status_code: 200, request_id: "request-1", ...(await session()) } } };
  });
  return {
    state,
    reset() {
      Object.assign(state, fresh());
    },
  };
}

const bootstrap = (vertical: string) => ({
  project_name: "test",
  disable_sdk_watermark: true,
  captcha_settings: { enabled: false },
  email_domains: [],
  cname_domain: null,
  password_config: null,
  pkce_required_for_email_magic_links: false,
  dfp_protected_auth_enabled: false,
  rbac_policy: null,
  vertical,
});
