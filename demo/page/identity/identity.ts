import type { User } from "oidc-client-ts";
import { toSessionKey } from "../../config.ts";

export interface Organization {
  id: string;
  name: string;
}

/** The signed-in person and the chosen organization. Both are claims of the provider's ID token. */
export interface Identity {
  /** The key of the token source. It identifies the person and organization. */
  key: string;
  userId: string;
  name: string;
  organization: Organization;
  organizations: readonly Organization[];
}

const text = (value: unknown) => (typeof value === "string" ? value : null);

const isOrganization = (value: unknown): value is Organization =>
  typeof value === "object" && value !== null && "id" in value && "name" in value;

/** Returns the identity of a user; null if no user is signed in or the ID token contains no organization. */
export function readIdentity(user: User | null | undefined): Identity | null {
  if (!user) return null;
  const { sub, name, org_id: id, org_name: organizationName, organizations } = user.profile;
  const organizationId = text(id);
  if (organizationId === null) return null;
  return {
    key: toSessionKey(sub, organizationId),
    userId: sub,
    name: name ?? sub,
    organization: { id: organizationId, name: text(organizationName) ?? organizationId },
    organizations: Array.isArray(organizations) ? organizations.filter(isOrganization) : [],
  };
}

export const firstName = (name: string): string => name.split(" ")[0] ?? name;

/** Returns the OpenID scopes that request an ID token for one organization. */
export const scopeFor = (organizationId: string): string => `openid profile organization:${organizationId}`;
