import { create } from 'zustand';

/** A dangerous call that waits for a yes. */
export interface Question {
  readonly method: string;
  readonly params: unknown;
  /** What will happen, in the daemon's words. */
  readonly danger: string;
  /** Own words for the question and for its yes; absent, they are found by the method. */
  readonly title?: string;
  readonly yes?: string;
  readonly answer: (yes: boolean) => void;
}

export const useConfirmation = create<{ readonly question: Question | null }>(() => ({ question: null }));

/** Asks the operator; a question still open is answered with no. */
export function ask(about: Omit<Question, 'answer'>): Promise<boolean> {
  useConfirmation.getState().question?.answer(false);
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      useConfirmation.setState({ question: null });
      resolve(yes);
    };
    useConfirmation.setState({ question: { ...about, answer } });
  });
}
