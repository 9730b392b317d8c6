import '../styles/index.css';
import { connect } from './connect.ts';
import { start } from './start.tsx';

void start(connect());
