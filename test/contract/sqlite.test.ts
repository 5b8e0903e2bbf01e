import { randomBytes } from 'node:crypto';
import { openStore } from '../../src/storage/index.ts';
import { SUITES } from './suites.ts';

const open = () => openStore({ file: ':memory:', masterKey: randomBytes(32) });

for (const describeSuite of SUITES) describeSuite(open);
