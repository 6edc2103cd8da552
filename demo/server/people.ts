/** A person with an account at the demo's OpenID provider. */
export interface Person {
  id: string;
  name: string;
  role: string;
  organizations: readonly Organization[];
}

export interface Organization {
  id: string;
  name: string;
}

const harbour = { id: "org_harbour", name: "Harbour Works" };
const engines = { id: "org_engines", name: "Analytical Engines" };
const compilers = { id: "org_compilers", name: "Compiler Lab" };

export const people: readonly Person[] = [
  { id: "user_ada", name: "Ada Lovelace", role: "Writes the programs", organizations: [engines, harbour] },
  { id: "user_grace", name: "Grace Hopper", role: "Builds the compilers", organizations: [compilers, harbour] },
];

export const organizations: readonly Organization[] = [engines, harbour, compilers];

export function findPerson(id: string): Person | undefined {
  return people.find((person) => person.id === id);
}

/** Returns the OpenID scope that requests an ID token for one organization. */
export const organizationScope = (id: string): string => `organization:${id}`;

/**
 * Returns the organization in a granted scope. If the scope contains no organization, returns the person's first
 * organization. Returns null if the person is not a member of the organization in the scope.
 */
export function chooseOrganization(person: Person, scope: string): Organization | null {
  const requested = scope.split(" ").find((part) => part.startsWith("organization:"));
  if (requested === undefined) return person.organizations[0] ?? null;
  return person.organizations.find(({ id }) => organizationScope(id) === requested) ?? null;
}
