import { first } from './first.ts';
import '../styles/index.css';
import { start } from './start.tsx';

void start(first);
