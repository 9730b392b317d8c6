import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineReader } from '../../../daemon/protocol/lines.ts';

function read(bytes: Buffer, cuts: readonly number[], maxBytes = 1_000_000): unknown[] {
  const heard: unknown[] = [];
  const reader = new LineReader(maxBytes);
  const sink = {
    message: (value: unknown) => heard.push(value),
    fault: (what: string) => heard.push(`fault: ${what}`),
    thrown: (error: unknown) => heard.push(error),
  };
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const place of [...places, bytes.length]) {
    reader.push(bytes.subarray(from, place).toString('latin1'), sink);
    from = place;
  }
  reader.end(sink);
  return heard;
}

const value = fc.oneof(
  fc.dictionary(fc.string({ unit: 'binary' }), fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean())),
  fc.array(fc.string()),
);

test('wherever the stream is cut, the same messages come out', () => {
  const stream = fc.record({
    values: fc.array(value),
    ending: fc.constantFrom('\n', '\r\n', '\n\n', '\n \n'),
    cuts: fc.array(fc.nat(5_000)),
    closed: fc.boolean(),
  });
  fc.assert(
    fc.property(stream, ({ values, ending, cuts, closed }) => {
      const text = values.map((one) => JSON.stringify(one)).join(ending) + (closed ? ending : '');
      expect(read(Buffer.from(text), cuts)).toEqual(JSON.parse(JSON.stringify(values)));
    }),
  );
});

test('whatever bytes come, each line is one message or one fault, and those around it are unharmed', () => {
  const junk = fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 10)));
  fc.assert(
    fc.property(junk, fc.array(fc.nat(200)), (bytes, cuts) => {
      const heard = read(Buffer.concat([Buffer.from('{"a":1}\n'), bytes, Buffer.from('\n{"b":2}\n')]), cuts);
      expect([heard[0], heard.at(-1)]).toEqual([{ a: 1 }, { b: 2 }]);
      expect(heard.length).toBeLessThanOrEqual(3);
    }),
  );
});

test('a line of the limit is taken, one byte more is refused, once, and nothing after it is heard', () => {
  const line = (bytes: number) => Buffer.from(`"${'x'.repeat(bytes - 2)}"\n`);
  fc.assert(
    fc.property(fc.array(fc.nat(400)), (cuts) => {
      expect(read(line(100), cuts, 100)).toEqual(['x'.repeat(98)]);
      expect(read(Buffer.concat([Buffer.from('1\n'), line(101), Buffer.from('2\n')]), cuts, 100)).toEqual([1, 'fault: oversize']);
    }),
  );
});
