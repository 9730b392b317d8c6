import '../../../renderer/styles/index.css';
import { start } from '../../../renderer/app/start.tsx';
import { FakeConnection, type Scene } from './connection.ts';

const scene = new URLSearchParams(location.search).get('scene') ?? 'running';
void start(new FakeConnection(scene as Scene));
