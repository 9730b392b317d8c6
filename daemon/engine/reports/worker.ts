import { workerData } from 'node:worker_threads';
import { serveSideThread } from '../../lifecycle/serve-side-thread.ts';
import { ReadStore } from '../../store/read-store.ts';
import { makeReport, type ReportOrder } from './reports.ts';
import { reportSource } from './source.ts';

/** The reporting thread: takes orders, gives back reports as JSON text, each of one moment of the store. */
const store = new ReadStore((workerData as { file: string }).file);
const source = reportSource(store);

serveSideThread((order: ReportOrder): string => JSON.stringify(store.snapshot(() => makeReport(source, order))));
