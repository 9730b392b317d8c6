export interface Soon {
  (): void;
  readonly cancel: () => void;
}

/**
 * Lets a burst pass: the task is done once for all calls within the time after the first of them. Calls that never stop
 * do not put it off.
 *
 * @param ms milliseconds from the first call
 */
export function soon(task: () => void, ms: number): Soon {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const call = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      task();
    }, ms);
  };
  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return Object.assign(call, { cancel });
}
