import { type Assertion, createAssert } from "./assertions.ts";
import { attachmentChecks } from "./attachment-checks.ts";
import type { ConformanceGroup } from "./conformance-group.ts";
import { type ConformanceTarget, createCallers } from "./conformance-target.ts";
import { formatChecks } from "./format-checks.ts";
import { isolationChecks } from "./isolation-checks.ts";
import { leaseChecks } from "./lease-checks.ts";
import { messageChecks, messageListChecks } from "./message-checks.ts";
import { telemetryChecks } from "./telemetry-checks.ts";
import { threadBodyChecks, threadChecks, threadListChecks } from "./thread-checks.ts";
import { titleChecks } from "./title-checks.ts";
import { tokenChecks } from "./token-checks.ts";

/** All groups of the conformance suite, in the order of their execution. */
export const conformanceGroups: readonly ConformanceGroup[] = [
  tokenChecks,
  threadChecks,
  threadListChecks,
  threadBodyChecks,
  messageChecks,
  messageListChecks,
  leaseChecks,
  formatChecks,
  titleChecks,
  telemetryChecks,
  attachmentChecks,
  isolationChecks,
];

/**
 * Tests a server over HTTP. Runs the conformance groups one after another. Creates workspaces with random ids and does
 * not delete their threads.
 *
 * @param report receives each assertion immediately. Default: none.
 * @returns all assertions. If a group throws, the result includes a failed assertion with the error's message.
 */
export async function runConformance(
  target: ConformanceTarget,
  report: (assertion: Assertion) => void = () => {},
): Promise<Assertion[]> {
  const assertions: Assertion[] = [];
  const openCaller = createCallers(target);
  for (const group of conformanceGroups) {
    const record = (assertion: Assertion) => {
      assertions.push(assertion);
      report(assertion);
    };
    const assert = createAssert(group.name, record);
    try {
      await group.run({ target, openCaller, assert });
    } catch (error) {
      assert.ok("the group runs to its end", false, error instanceof Error ? error.message : String(error));
    }
  }
  return assertions;
}
