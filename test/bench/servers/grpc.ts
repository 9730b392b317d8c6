import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import { PING } from '../lib/grpc-service.ts';

const server = new Server();
server.addService(PING, {
  ping: (call: ServerUnaryCall<{ id: number }, unknown>, answer: sendUnaryData<unknown>) => answer(null, { id: call.request.id, pong: true, time: Date.now() }),
});
server.bindAsync(`unix:${process.argv[2]}`, ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
  console.log('ready');
});
