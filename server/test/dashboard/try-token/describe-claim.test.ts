import { expect, it } from "vitest";
import { describeClaim } from "../../../dashboard/try-token/decoded-token.tsx";

it("shows a time claim in local time and any other claim as JSON", () => {
  const { text, note } = describeClaim("exp", 1_795_000_000);
  expect(text).toBe("1795000000");
  expect(note).toContain(String(new Date(1_795_000_000_000).getFullYear()));
  expect(describeClaim("exp", "1795000000")).toEqual({ text: "1795000000", note: null });
  expect(describeClaim("exp", 1e300)).toEqual({ text: "1e+300", note: null });
  expect(describeClaim("level", 1_795_000_000)).toEqual({ text: "1795000000", note: null });
  expect(describeClaim("aud", ["a", "b"])).toEqual({ text: '["a","b"]', note: null });
});
