export type Verdict = 'ok' | 'warn' | 'fail';

/** What the doctor found of one thing. */
export interface Finding {
  readonly name: string;
  readonly status: Verdict;
  readonly detail: string;
  /** What to do about it, when it is not well. */
  readonly remedy?: string;
}

export const ok = (name: string, detail: string): Finding => ({ name, status: 'ok', detail });
export const warn = (name: string, detail: string, remedy: string): Finding => ({ name, status: 'warn', detail, remedy });
export const fail = (name: string, detail: string, remedy: string): Finding => ({ name, status: 'fail', detail, remedy });
