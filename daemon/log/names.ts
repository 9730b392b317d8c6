/** Name of the log file in the folder of the logs. */
export const LOG_FILE = 'daemon.log';
