import { expect, test, vi } from 'vitest';
import { run } from '../../../daemon/cli/run.ts';

test.each([
  [['frobnicate'], "unknown command 'frobnicate'"],
  [['statu'], 'Did you mean status?'],
  [['bot'], 'Usage: nightdesk bot'],
  [['trades', '--limit', 'many'], 'Expected a whole number'],
  [['trades', '--since', 'whenever'], 'Expected a span'],
  [['trades', 'extra'], 'too many arguments'],
  [['profit', '--by', 'moon'], 'Allowed choices are pair, tag, day, week, month'],
  [['watch', 'trade.nonsense'], 'no topic matches "trade.nonsense"'],
  [['watch'], "missing required argument 'topics'"],
  [['call'], 'no method given'],
  [['call', 'bot.statu', '--help'], 'Did you mean bot.status?'],
  [['call', 'orders.list', 'limit=many'], 'limit: expected integer'],
  [['order', 'place', 'hold', 'BTC/USDT', '1'], 'Allowed choices are buy, sell'],
  [['secret', 'set', 'name', 'the-secret-itself'], 'does not belong in the command line'],
  [['replay', 'no-such.csv'], 'there is no file'],
  [['replay', 'no-such.csv', '--speed', '0'], 'Expected a number above zero'],
  [['config', 'validate', 'no-such.jsonc'], "can't be read"],
])('%j is a mistake of usage: 2, and the reason on stderr', async (words, message) => {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    expect(await run(words)).toBe(2);
    const said = stderr.mock.calls.map(([text]) => String(text)).join('');
    expect(said).toContain(message);
    expect(said).not.toContain('the-secret-itself');
    expect(stdout).not.toHaveBeenCalled();
  } finally {
    stderr.mockRestore();
    stdout.mockRestore();
  }
});
