import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIRST_CONFIG } from '../../../daemon/config/first.ts';
import { parseConfig } from '../../../daemon/config/parse.ts';
import { Config } from '../../../daemon/config/schema.ts';

function problems(text: string, env: Record<string, string> = {}) {
  const result = parseConfig(text, env);
  return result.ok ? [] : result.problems;
}

function config(text: string, env: Record<string, string> = {}) {
  const result = parseConfig(text, env);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
}

test('an empty file and an empty object give the defaults: paper, simulated, three strategies', () => {
  for (const text of ['', '{}', '// nothing\n']) {
    const { config: value } = config(text);
    expect(value.market).toMatchObject({ source: 'sim' });
    expect(value.market.pairs).toHaveLength(10);
    expect(value.paper.startBalance).toBe('10000');
    expect(value.bot).toMatchObject({ maxOpenTrades: 6, stake: { kind: 'fraction', value: 0.1 } });
    expect(Object.values(value.strategies).map((one) => one.enabled)).toEqual([true, true, true]);
  }
});

test('the configuration of a first run is valid and trades at once: on paper, in the simulated market', () => {
  const { $schema, bot, market, paper, strategies } = config(FIRST_CONFIG).config;
  const defaults = Config.parse({});
  expect($schema).toBe('./config.schema.json');
  expect(bot.initialState).toBe('running');
  expect({ market, paper }).toEqual({ market: defaults.market, paper: defaults.paper });
  expect(Object.entries(strategies).map(([id, { enabled }]) => [id, enabled])).toEqual(Object.keys(defaults.strategies).map((id) => [id, true]));
});

test('naming one strategy leaves the others as they are', () => {
  expect(config('{"strategies": {"grid": {"enabled": false}}}').config.strategies).toMatchObject({
    grid: { enabled: false },
    'ema-cross': { enabled: true },
    'rsi-reversion': { enabled: true },
  });
});

describe('a mistake is told with its line, its column, its field and what was expected', () => {
  test.each([
    ['{\n  "bot": {\n    "maxOpenTrades": "four"\n  }\n}', { path: 'bot.maxOpenTrades', line: 3, column: 5, message: /expected (number|int).*found "four"/ }],
    [
      '{\n  // a comment\n  "bot": { "maxOpenTrads": 4 }\n}',
      { path: 'bot.maxOpenTrads', line: 3, column: 12, message: /no such key; known here: .*maxOpenTrades/ },
    ],
    ['{ "market": {\n "source": "simm" } }', { path: 'market.source', line: 2, column: 2, message: /"sim"\|"live".*found "simm"/ }],
    ['{\n  "bot": {\n', { path: '', line: 3, message: /closing brace/ }],
    ['{\n  "bot" 4\n}', { path: '', line: 2, message: /colon/ }],
    ['{ "paper": { "startBalance": 5000 } }', { path: 'paper.startBalance', line: 1, message: /expected string; found 5000/ }],
    ['{ "bot": {},\n "bot": {} }', { path: 'bot', line: 2, message: /there twice/ }],
    ['[]', { path: '', message: /expected object/ }],
    ['{ "bot": { "stake": { "kind": "half", "value": 1 } } }', { path: 'bot.stake.kind', line: 1 }],
    ['{ "channels": { "ops": { "kind": "webhook", "tpics": [] } } }', { path: 'channels.ops.tpics' }],
  ])('%s', (text, expected) => {
    const [first] = problems(text);
    expect(first).toMatchObject({ ...expected, ...('message' in expected && { message: expect.stringMatching(expected.message as RegExp) }) });
  });
});

test('a long text is not repeated in the message: it may be a secret in the wrong place', () => {
  const [first] = problems('{ "bot": { "maxOpenTrades": "sk-0123456789abcdef0123456789abcdef" } }');
  expect(first?.message).toContain('a text of 35 characters');
});

describe('the environment overrides', () => {
  test('nested keys, with the types the schema wants', () => {
    const env = {
      NIGHTDESK__BOT__MAX_OPEN_TRADES: '4',
      NIGHTDESK__PAPER__START_BALANCE: '5000',
      NIGHTDESK__STRATEGIES__EMA_CROSS__ENABLED: 'false',
      NIGHTDESK__MARKET__PAIRS: '["BTC/USDT"]',
      NIGHTDESK__LOG__LEVEL: 'debug',
      NIGHTDESK_HOME: '/elsewhere',
    };
    const { config: value, overridden } = config('{"bot": {"maxOpenTrades": 2}}', env);
    expect(value.bot.maxOpenTrades).toBe(4);
    expect(value.paper.startBalance).toBe('5000');
    expect(value.strategies['ema-cross'].enabled).toBe(false);
    expect(value.market.pairs).toEqual(['BTC/USDT']);
    expect(value.log.level).toBe('debug');
    expect([...overridden].sort()).toEqual(['bot.maxOpenTrades', 'log.level', 'market.pairs', 'paper.startBalance', 'strategies.ema-cross.enabled']);
  });

  test('a wrong one is told by the name of its variable', () => {
    const [first] = problems('{}', { NIGHTDESK__BOT__MAX_OPEN_TRADES: 'many' });
    expect(first).toMatchObject({ path: 'bot.maxOpenTrades', message: expect.stringContaining('NIGHTDESK__BOT__MAX_OPEN_TRADES') });
    expect(problems('{}', { NIGHTDESK__BTO__X: '1' })[0]).toMatchObject({ path: 'bto', message: expect.stringContaining('NIGHTDESK__BTO__X') });
  });
});

test('no text whatever makes the reader throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((text) => `{"bot": ${text}, "strategies": ${text}}`),
      ),
      (text) => {
        const result = parseConfig(text);
        if (!result.ok) expect(result.problems.length).toBeGreaterThan(0);
      },
    ),
  );
});
