import type { ServiceDefinition } from '@grpc/grpc-js';

interface Call {
  id: number;
}
const toBytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const fromBytes = (bytes: Buffer) => JSON.parse(bytes.toString()) as Call;

/** One unary call carrying JSON, so that only the transport differs from the other ways. */
export const PING: ServiceDefinition = {
  ping: {
    path: '/bench.Ping/Ping',
    requestStream: false,
    responseStream: false,
    requestSerialize: toBytes,
    requestDeserialize: fromBytes,
    responseSerialize: toBytes,
    responseDeserialize: fromBytes,
  },
};
