import type { LogHub } from '../log/hub.ts';
import { fileSink, journalSink, storeSink } from '../log/sinks.ts';
import type { Foundation } from './foundation.ts';

/**
 * From here on lines go to the log file, the store and the journal; those from before follow. Called once the socket
 * is ours, so that a second daemon never turns over the log of the first.
 *
 * @returns closes them
 */
export async function openLogs({ config, logs, bus, journal }: Foundation, folder: string, hub: LogHub): Promise<() => Promise<void>> {
  // Loaded here, since what it needs of Node takes a tenth of the start.
  const { LogFile } = await import('../log/file.ts');
  const { fileSizeMb, files } = config.get().log;
  const file = new LogFile({ folder, sizeMb: fileSizeMb, files, onFault: (error) => process.stderr.write(`log file: ${error.message}\n`) });
  const remove = [hub.addSink(fileSink(file)), hub.addSink(storeSink(logs, bus)), hub.addSink(journalSink(journal))];
  hub.started();
  logs.start();
  return async () => {
    for (const one of remove) one();
    logs.stop();
    await file.close();
  };
}
