// Vitest reporter that prints `N passed, N failed` as the last line of a run. CI reads this line.
export default class SummaryReporter {
  onTestRunEnd(modules, errors, reason) {
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      if (module.state() === "failed" && module.children.size === 0) count.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state === "passed" || state === "failed" ? state : "skipped"] += 1;
      }
    }
    if (errors.length > 0 || (reason === "failed" && count.failed === 0)) count.failed += Math.max(1, errors.length);
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
    console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
  }
}
