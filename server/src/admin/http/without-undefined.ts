/** Leaves out what is undefined, since a field that is left out is another thing (`exactOptionalPropertyTypes`). */
export function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>;
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };
