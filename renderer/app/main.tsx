import { connection, session } from './first.ts';
import '../styles/index.css';
import { start } from './start.tsx';

void start(connection, session);
