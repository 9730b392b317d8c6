import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plain, stackOf } from '../../../daemon/log/plain.ts';
import { Redactor } from '../../../daemon/log/redactor.ts';

test('a known secret is masked wherever it turns up, as text, in JSON and in a URL', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 6, maxLength: 60 }), fc.string(), fc.string(), (secret, before, after) => {
      fc.pre(!'[secret]'.includes(secret) && !/[\ud800-\udfff]/.test(secret));
      const redactor = new Redactor();
      redactor.add(secret);
      for (const form of [secret, JSON.stringify({ secret }), encodeURIComponent(secret)]) {
        const inner = form === secret ? secret : form.startsWith('{') ? JSON.stringify(secret).slice(1, -1) : form;
        expect(
          redactor
            .clean(before + form + after)
            .split('[secret]')
            .join(''),
        ).not.toContain(inner);
      }
    }),
  );
});

test('the longer of two secrets that share a beginning goes whole', () => {
  const redactor = new Redactor();
  redactor.add('abcdef');
  redactor.add('abcdefghij');
  expect(redactor.clean('x abcdefghij y abcdef z')).toBe('x [secret] y [secret] z');
});

test('short values are left, or ordinary words would go', () => {
  const redactor = new Redactor();
  redactor.add('abc');
  expect(redactor.clean('abc')).toBe('abc');
});

test.each([
  ['https://api.telegram.org/bot123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc/getMe'],
  ['Authorization: Bearer abcdefgh12345678'],
  ['postgres://user:hunter22@host/db'],
  ['https://host/hook?token=abc123&x=1'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
])('a credential is known by its shape: %s', (text) => {
  const cleaned = new Redactor().clean(text);
  expect(cleaned).toContain('[secret]');
  expect(cleaned).not.toMatch(/AAEhBO|abcdefgh1|hunter22|abc123|eyJzdW/);
});

test('data becomes plain JSON without secrets: keys, depth, errors, cycles', () => {
  const redactor = new Redactor();
  redactor.add('supersecret');
  const cyclic: Record<string, unknown> = { 'key supersecret': 1, error: new Error('no supersecret'), when: 10n, nothing: undefined };
  cyclic.self = cyclic;
  const text = JSON.stringify(plain(cyclic, redactor.clean));
  expect(text).not.toContain('supersecret');
  expect(text).toContain('no [secret]');
  expect(text).toContain('[deeper]');
});

test('a stack goes with its causes, cleaned', () => {
  const redactor = new Redactor();
  redactor.add('supersecret');
  const stack = stackOf(new Error('outer', { cause: new Error('inner supersecret') }), redactor.clean);
  expect(stack).toContain('outer');
  expect(stack).toContain('caused by: Error: inner [secret]');
});
