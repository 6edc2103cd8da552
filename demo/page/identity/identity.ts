import type { User } from "oidc-client-ts";

export interface Organisation {
  id: string;
  name: string;
}

/** Who is signed in and where, read from the ID token that the provider gave. */
export interface Identity {
  /** Names person and organisation: the token source's key. */
  key: string;
  userId: string;
  name: string;
  organisation: Organisation;
  organisations: readonly Organisation[];
}

const text = (value: unknown) => (typeof value === "string" ? value : null);

const isOrganisation = (value: unknown): value is Organisation =>
  typeof value === "object" && value !== null && "id" in value && "name" in value;

/** Null when nobody is signed in, or when the ID token names no organisation. */
export function readIdentity(user: User | null | undefined): Identity | null {
  if (!user) return null;
  const { sub, name, org_id: id, org_name: organisationName, organizations } = user.profile;
  const organisationId = text(id);
  if (organisationId === null) return null;
  return {
    key: `${sub}@${organisationId}`,
    userId: sub,
    name: name ?? sub,
    organisation: { id: organisationId, name: text(organisationName) ?? organisationId },
    organisations: Array.isArray(organizations) ? organizations.filter(isOrganisation) : [],
  };
}

export const firstName = (name: string): string => name.split(" ")[0] ?? name;

/** The scopes that ask the provider for an ID token of one organisation. */
export const scopeFor = (organisationId: string): string => `openid profile organisation:${organisationId}`;
