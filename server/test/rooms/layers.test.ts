import { describe, expect, it } from "vitest";
import { roomOf, sourceFiles } from "./source-files.ts";

/** The rooms from the lowest to the highest; a file imports from its own room and from lower ones alone. */
const LAYERS = [
  ["base"],
  ["jwt", "jwks", "events", "storage"],
  ["config", "changes"],
  ["rules", "keys", "signing", "visitors", "origins", "limits", "projects"],
  ["tokens", "threads"],
  ["explain", "activity", "transfer", "observability"],
  ["http"],
  ["admin"],
  ["openapi"],
  ["doctor"],
  ["app"],
  ["control"],
  ["cli"],
  ["entry"],
  ["testing"],
];
const layerOf = (room: string) => LAYERS.findIndex((rooms) => rooms.includes(room));

describe("the rooms of server/src", () => {
  it("each have a layer", () => {
    expect([...new Set(sourceFiles.map(({ room }) => room))].filter((room) => layerOf(room) < 0)).toEqual([]);
    expect(sourceFiles.length).toBeGreaterThan(100);
  });

  it("import from their own room and from lower layers alone", () => {
    const upward = sourceFiles.flatMap(({ path, room, imports }) =>
      imports
        .filter((file) => roomOf(file) !== room && layerOf(roomOf(file)) >= layerOf(room))
        .map((file) => `${path} imports ${file}`),
    );
    expect(upward).toEqual([]);
  });
});
