import { act } from "@testing-library/react";
import { vi } from "vitest";
import { providerOf } from "../../support/provider-of.ts";

/** A simulated session at Clerk. */
export interface ClerkSession {
  user: string;
  organization?: string;
  /**
   * The status of the session. `pending` means that the user must complete tasks, such as choosing an organization.
   * Default: `active`.
   */
  status?: "active" | "pending";
}

/** Returns the claims that a JWT template adds to a token. */
export type ClerkTemplate = (session: ClerkSession) => Record<string, unknown>;

/** The JWT template of the docs. It adds an audience and the active organization. */
export const documentedTemplate: ClerkTemplate = ({ organization }) => ({
  aud: "assistant-ui",
  org_id: organization ?? null,
});

/** Clerk's error for an unknown JWT template. */
export class ClerkNotFound extends Error {
  readonly clerkError = true;
  readonly status = 404;
  readonly errors = [{ code: "resource_not_found", message: "not found" }];
}

/**
 * Simulates the object that Clerk's script installs in a browser. The object has only the parts that Clerk's React
 * package uses. The session's `getToken` simulates Clerk's templates, cache and token formats.
 * @param first the session at the start; null while signed out
 * @param templates maps names to JWT templates
 * @param api sends a token of a session to a stand-in for Clerk's API, and returns the token in the response; rejects
 *   as Clerk's script does. Default: returns the token
 */
export function createClerk(
  first: ClerkSession | null,
  templates: Record<string, ClerkTemplate>,
  api: (session: string, token: string) => Promise<string> = async (_session, token) => token,
) {
  type Listener = (resources: object) => void;
  const listeners = new Set<Listener>();
  let resources = resourcesOf(first);

  const getToken = vi.fn();

  function resourcesOf(session: ClerkSession | null) {
    const cache = new Map<string, string>();
    const issue = async (template: string | undefined) => {
      if (session === null) return null;
      const { user, organization } = session;
      const { sign } = providerOf("clerk");
      if (template === undefined) {
        // Sign a session token in version 2 of Clerk's format.
        const claims = { sid: `sess_${user}`, v: 2, fva: [1, -1], sts: "active", o: { id: organization } };
        return api(`sess_${user}`, await sign({ sub: user, aud: null, ...claims }, { expiresInSeconds: 60 }));
      }
      const claims = templates[template];
      if (claims === undefined) throw new ClerkNotFound("Not Found");
      return api(`sess_${user}`, await sign({ sub: user, aud: null, ...claims(session) }));
    };
    const user = session && {
      id: session.user,
      organizationMemberships: [{ organization: { id: session.organization }, role: "org:member", permissions: [] }],
    };
    return {
      client: { sessions: [], signedInSessions: [] },
      user,
      organization: session?.organization === undefined ? null : { id: session.organization, slug: "acme" },
      session: session && {
        id: `sess_${session.user}`,
        status: session.status ?? "active",
        actor: null,
        factorVerificationAge: [1, -1],
        lastActiveToken: { jwt: { claims: { sub: session.user, sts: session.status ?? "active" } } },
        async getToken(options: { template?: string; skipCache?: boolean } = {}) {
          getToken(options);
          const name = options.template ?? "";
          const cached = options.skipCache === true ? undefined : cache.get(name);
          const token = cached ?? (await issue(options.template));
          if (token !== null) cache.set(name, token);
          return token;
        },
      },
    };
  }

  return {
    /** A mock that records every request for a token. */
    getToken,
    /** The value of `Clerk` in `<ClerkProvider Clerk={…}>`. */
    clerk: {
      loaded: true,
      status: "ready",
      get client() {
        return resources.client;
      },
      get user() {
        return resources.user;
      },
      get organization() {
        return resources.organization;
      },
      get session() {
        return resources.session;
      },
      get __internal_lastEmittedResources() {
        return resources;
      },
      addListener(listener: Listener, options?: { skipInitialEmit?: boolean }) {
        listeners.add(listener);
        if (options?.skipInitialEmit !== true) listener(resources);
        return () => void listeners.delete(listener);
      },
      on(event: string, listener: (status: string) => void, options?: { notify?: boolean }) {
        if (event === "status" && options?.notify === true) listener("ready");
      },
      off() {},
      __internal_updateProps() {},
      load: async () => {},
    },
    /** Sets the session, as Clerk's own components do. Null signs the user out. */
    async switchSession(session: ClerkSession | null): Promise<void> {
      await act(async () => {
        resources = resourcesOf(session);
        for (const listener of listeners) listener(resources);
      });
    },
  };
}
