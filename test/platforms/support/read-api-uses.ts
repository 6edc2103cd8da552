import { type AnyNode, type ClassBody, type MemberExpression, type Node, type ObjectExpression, parse } from "acorn";
import type { ApiUse } from "./platform-support.ts";

/** The platform APIs that a built module uses. */
export interface ModuleUses {
  readonly apis: readonly ApiUse[];
  /** The names of all members of the module's own objects and classes. */
  readonly ownMembers: ReadonlySet<string>;
  /** The types of the nodes in the module's syntax tree. */
  readonly syntax: ReadonlySet<string>;
}

const GLOBALS = ["globalThis", "window", "self"];

/**
 * Returns the globals and members that a module uses.
 * @throws SyntaxError for syntax that is newer than the given edition of ECMAScript
 */
export function readApiUses(code: string, edition: 2021 | 2022): ModuleUses {
  const apis: ApiUse[] = [];
  const syntax = new Set<string>();
  const ownMembers = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: AnyNode): void => {
    syntax.add(node.type);
    if (node.type === "MemberExpression") apis.push(...readMember(node));
    else if (node.type === "Identifier") apis.push({ owner: node.name, member: null });
    else if (node.type === "ObjectPattern") apis.push(...node.properties.flatMap(readKey));
    else if (node.type === "ObjectExpression" || node.type === "ClassBody") addKeys(node, ownMembers);
    if (isDeclaration(node)) declared.add(node.id?.name ?? "");
    for (const child of childrenOf(node)) visit(child);
  };
  visit(parse(code, { ecmaVersion: edition, sourceType: "module" }));
  return { apis: apis.filter(({ owner }) => owner === null || !declared.has(owner)), ownMembers, syntax };
}

function readMember({ object, property, computed }: MemberExpression): ApiUse[] {
  if (computed || property.type !== "Identifier") return [];
  const { name } = property;
  if (object.type !== "Identifier" || !/^[A-Z]/.test(object.name)) {
    const isGlobal = object.type === "Identifier" && GLOBALS.includes(object.name);
    return isGlobal ? [{ owner: name, member: null }] : [{ owner: null, member: name }];
  }
  return [{ owner: object.name, member: name }];
}

function addKeys(node: ObjectExpression | ClassBody, names: Set<string>): void {
  for (const each of "body" in node ? node.body : node.properties) {
    if ("key" in each && each.key.type === "Identifier") names.add(each.key.name);
  }
}

/** Returns the API use of one property in a destructuring such as `{ locks }`. The type of the object is unknown. */
function readKey(property: { type: string; key?: AnyNode }): ApiUse[] {
  return property.key?.type === "Identifier" ? [{ owner: null, member: property.key.name }] : [];
}

function isDeclaration(node: AnyNode): node is AnyNode & { id: { name: string } | null } {
  return /^(Function|Class)Declaration$|^VariableDeclarator$/.test(node.type);
}

function childrenOf(node: Node): AnyNode[] {
  return Object.entries(node).flatMap(([field, value]) => {
    // In `a.name` and `{ name: a }`, the identifier `name` is not a global.
    if ((field === "property" || field === "key") && value?.type === "Identifier") return [];
    return [value].flat().filter((each) => typeof each?.type === "string");
  });
}
