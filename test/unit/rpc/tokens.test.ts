import { expect, test } from 'vitest';
import { LoginLinks } from '../../../daemon/rpc/tokens/login-links.ts';
import { Tokens } from '../../../daemon/rpc/tokens/tokens.ts';
import { Store } from '../../../daemon/store/store.ts';

function openTokens() {
  const store = new Store(':memory:');
  const clock = { now: 1_800_000_000_000 };
  return { store, clock, tokens: new Tokens({ store, now: () => clock.now }) };
}

const HERE = '127.0.0.1';
const kindOf = (work: () => unknown): string => {
  try {
    work();
    return 'fine';
  } catch (error) {
    return (error as { kind: string }).kind;
  }
};

test('a token stands for its name and role; only a hash of it is kept', () => {
  const { store, tokens } = openTokens();
  const { token, id } = tokens.create('grafana', 'viewer');
  expect(tokens.verify(token, HERE)).toEqual({ id, who: 'token:grafana', role: 'viewer', expiresAt: null });
  const secret = token.slice(`nd_${id}_`.length);
  const rows = store.prepare('SELECT * FROM tokens').all();
  expect(JSON.stringify(rows, (_name, value) => (value instanceof Uint8Array ? Buffer.from(value).toString() : value))).not.toContain(secret);
  expect(JSON.stringify(tokens.list())).not.toContain(secret);
});

test('its list tells when it was last used, to the minute', () => {
  const { tokens, clock } = openTokens();
  const { token } = tokens.create('a', 'viewer');
  expect(tokens.list()[0]?.lastUsedAt).toBeNull();
  tokens.verify(token, HERE);
  const first = clock.now;
  clock.now += 30_000;
  tokens.verify(token, HERE);
  expect(tokens.list()[0]?.lastUsedAt).toBe(first);
  clock.now += 60_000;
  tokens.verify(token, HERE);
  expect(tokens.list()[0]?.lastUsedAt).toBe(clock.now);
});

test('it ends when it expires or is revoked, and its name is free again', () => {
  const { tokens, clock } = openTokens();
  const short = tokens.create('a', 'viewer', clock.now + 1000);
  expect(kindOf(() => tokens.create('a', 'viewer'))).toBe('conflict');
  clock.now += 1000;
  expect(kindOf(() => tokens.verify(short.token, HERE))).toBe('unauthenticated');
  expect(tokens.list()).toEqual([]);
  const { id, token } = tokens.create('a', 'viewer');
  const ended: string[] = [];
  tokens.onRevoke((revoked) => ended.push(revoked));
  tokens.revoke(id);
  expect(ended).toEqual([id]);
  expect(kindOf(() => tokens.verify(token, HERE))).toBe('unauthenticated');
  expect(kindOf(() => tokens.revoke(id))).toBe('not_found');
  expect(kindOf(() => tokens.create('b', 'viewer', clock.now))).toBe('invalid');
});

test('guessing gets slower and slower, without locking out who has the right token', () => {
  const { tokens, clock } = openTokens();
  const guessed = tokens.create('guessed', 'owner');
  const other = tokens.create('other', 'owner');
  const wrong = `nd_${guessed.id}_${'A'.repeat(43)}`;
  const guess = () => kindOf(() => tokens.verify(wrong, HERE));
  const tries = Array.from({ length: 8 }, guess);
  expect(tries).toEqual([...Array(6).fill('unauthenticated'), 'rate_limited', 'rate_limited']);
  const waits: number[] = [];
  for (let round = 0; round < 14; round++) {
    try {
      tokens.verify(wrong, HERE);
    } catch (error) {
      const { retryAfterMs } = (error as { data: { retryAfterMs?: number } }).data;
      if (retryAfterMs === undefined) continue;
      waits.push(retryAfterMs);
      clock.now += retryAfterMs;
      guess();
    }
  }
  expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
  expect(waits.at(-1)).toBe(15 * 60_000);
  expect(kindOf(() => tokens.verify(guessed.token, HERE))).toBe('rate_limited');
  expect(kindOf(() => tokens.verify(guessed.token, '10.0.0.9'))).toBe('fine');
  expect(kindOf(() => tokens.verify(other.token, HERE))).toBe('fine');
  for (let round = 0; round < 10; round++) kindOf(() => tokens.verify('rubbish', HERE));
  expect(kindOf(() => tokens.verify('rubbish', HERE))).toBe('rate_limited');
  expect(kindOf(() => tokens.verify(other.token, HERE))).toBe('fine');
  clock.now += 16 * 60_000;
  expect(kindOf(() => tokens.verify(guessed.token, HERE))).toBe('fine');
});

test('the code of a link gives its role once, for five minutes', () => {
  const clock = { now: 0 };
  const links = new LoginLinks(() => clock.now);
  const { code } = links.make('viewer');
  expect(links.redeem('other')).toBeUndefined();
  expect(links.redeem(code)).toBe('viewer');
  expect(links.redeem(code)).toBeUndefined();
  const late = links.make('owner').code;
  clock.now += 5 * 60_000;
  expect(links.redeem(late)).toBeUndefined();
});
