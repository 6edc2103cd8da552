/** Somebody who can sign in at the demo's OpenID provider, and the organisations that they belong to. */
export interface Person {
  id: string;
  name: string;
  role: string;
  organisations: readonly Organisation[];
}

export interface Organisation {
  id: string;
  name: string;
}

const harbour = { id: "org_harbour", name: "Harbour Works" };
const engines = { id: "org_engines", name: "Analytical Engines" };
const compilers = { id: "org_compilers", name: "Compiler Lab" };

export const people: readonly Person[] = [
  { id: "user_ada", name: "Ada Lovelace", role: "Writes the programs", organisations: [engines, harbour] },
  { id: "user_grace", name: "Grace Hopper", role: "Builds the compilers", organisations: [compilers, harbour] },
];

export const organisations: readonly Organisation[] = [engines, harbour, compilers];

export function findPerson(id: string): Person | undefined {
  return people.find((person) => person.id === id);
}

/** The scope by which a page asks for an ID token of one organisation. */
export const organisationScope = (id: string): string => `organisation:${id}`;

/** The organisation that a granted scope names; the person's first when it names none, null when they are no member. */
export function chooseOrganisation(person: Person, scope: string): Organisation | null {
  const wanted = scope.split(" ").find((part) => part.startsWith("organisation:"));
  if (wanted === undefined) return person.organisations[0] ?? null;
  return person.organisations.find(({ id }) => organisationScope(id) === wanted) ?? null;
}
