import type { Reporter, TestModule } from "vitest/node";
import { tally } from "./tally.ts";

/** Ends a test run with the plain line `N passed, N failed`, which programs read. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const files = modules.map((module) => ({
      states: [...module.children.allTests()].map((test) => test.result().state),
      hasErrors: module.errors().length > 0 || module.state() === "failed",
    }));
    const { passed, failed } = tally(files, unhandledErrors.length);
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  }
}
