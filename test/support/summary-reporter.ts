import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Names what was skipped and why, and what passed at the second try only, then closes with the plain line `N passed, N failed, N skipped`. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => module.errors().length > 0).length + unhandled.length;
    for (const test of tests.filter((one) => one.result().state === 'skipped')) console.log(`not run: ${test.fullName} (${reason(test)})`);
    for (const test of tests.filter((one) => one.diagnostic()?.flaky)) console.log(`passed at the second try only: ${test.fullName}`);
    console.log(`${count('passed')} passed, ${count('failed') + broken} failed, ${count('skipped')} skipped`);
  }
}

function reason(test: TestCase): string {
  const result = test.result();
  return (result.state === 'skipped' && result.note) || 'no reason given';
}
