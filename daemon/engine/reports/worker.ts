import { workerData } from 'node:worker_threads';
import { serveSideThread } from '../../lifecycle/serve-side-thread.ts';
import { ReadStore } from '../../store/read-store.ts';
import { BookQueries } from '../queries.ts';
import { KeptTrades } from './kept-trades.ts';
import { makeReport, type ReportOrder, type ReportSource } from './reports.ts';

/** The reporting thread: takes orders, gives back reports as JSON text, each of one moment of the store. */
const store = new ReadStore((workerData as { file: string }).file);
const queries = new BookQueries(store);
const trades = new KeptTrades(store);
const source: ReportSource = {
  closedTrades: (account, since) => trades.closedTrades(account, since),
  equity: (account, since) => queries.equity(account, since),
  enteredTrades: (account, filter, page) => queries.enteredTrades(account, filter, page),
};

serveSideThread((order: ReportOrder): string => JSON.stringify(store.snapshot(() => makeReport(source, order))));
