import type { User } from "oidc-client-ts";

export interface Organization {
  id: string;
  name: string;
}

/** Who is signed in and where, read from the ID token that the provider gave. */
export interface Identity {
  /** Names person and organization: the token source's key. */
  key: string;
  userId: string;
  name: string;
  organization: Organization;
  organizations: readonly Organization[];
}

const text = (value: unknown) => (typeof value === "string" ? value : null);

const isOrganization = (value: unknown): value is Organization =>
  typeof value === "object" && value !== null && "id" in value && "name" in value;

/** Returns null while signed out, or when the ID token names no organization. */
export function readIdentity(user: User | null | undefined): Identity | null {
  if (!user) return null;
  const { sub, name, org_id: id, org_name: organizationName, organizations } = user.profile;
  const organizationId = text(id);
  if (organizationId === null) return null;
  return {
    key: `${sub}@${organizationId}`,
    userId: sub,
    name: name ?? sub,
    organization: { id: organizationId, name: text(organizationName) ?? organizationId },
    organizations: Array.isArray(organizations) ? organizations.filter(isOrganization) : [],
  };
}

export const firstName = (name: string): string => name.split(" ")[0] ?? name;

/** The scopes that ask the provider for an ID token of one organization. */
export const scopeFor = (organizationId: string): string => `openid profile organization:${organizationId}`;
