import type { Command } from 'commander';
import { ALARM_STATES, type AlarmState, describeTrace } from '../access/index.ts';
import { FACTOR_KINDS, type FactorKind, SallyportError } from '../kernel/index.ts';
import { normaliseUserName } from '../people/index.ts';
import type { Store } from '../storage/index.ts';
import { createFlowTools } from './flow-tools.ts';
import { addOpeningOptions, openFor } from './open-data.ts';

interface SimulateOptions extends Record<string, unknown> {
  person: string;
  accessPoint: string;
  at?: string;
  from?: string;
  alarm?: string;
  factors?: string;
  json?: boolean;
}

const bad = (sentence: string) => new SallyportError('bad_input', { sentence });

export function addSimulate(program: Command): void {
  const command = program
    .command('simulate')
    .description('what would happen if somebody stood there: granted, or the reason, line by line')
    .requiredOption('--person <user name>', 'who')
    .requiredOption('--access-point <name or id>', 'where')
    .option('--at <time>', 'when, such as 2026-03-02T22:30 (default: now)')
    .option('--from <address>', 'from which IP address', '127.0.0.1')
    .option('--alarm <state>', 'in which state the alarm is', 'disarmed')
    .option('--factors <list>', 'what is shown, such as password,face (default: all that the person has)')
    .option('--json', 'print one JSON object');
  addOpeningOptions(command).action(async (options: SimulateOptions) => {
    const { person, accessPoint, at, from, alarm, factors, json, ...rest } = options;
    const store = await openFor(rest);
    try {
      const attempt = await createFlowTools(store).think({
        person: await findPerson(store, person),
        point: await findPoint(store, accessPoint),
        at: readInstant(at),
        ipAddress: from ?? '127.0.0.1',
        alarm: readAlarm(alarm),
        factors: factors === undefined ? undefined : factors.split(',').map(readFactor),
      });
      const granted = attempt.status === 'granted';
      const trace = describeTrace(attempt.trace).map(({ step, sentence }) => ({ step, sentence }));
      if (json) console.log(JSON.stringify({ granted, reason: attempt.reason, trace }));
      else
        for (const { step, sentence } of trace) console.log(`${step > 0 ? `${step}. ` : '   '}${sentence}`);
      process.exitCode = granted ? 0 : 1;
    } finally {
      await store.close();
    }
  });
}

async function findPerson(store: Store, userName: string) {
  const person = await store.people.findByUserName(normaliseUserName(userName));
  if (!person) throw bad(`Nobody has the user name ${userName}.`);
  return person;
}

async function findPoint(store: Store, wanted: string) {
  const points = await store.accessPoints.list();
  const point = points.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase());
  if (!point)
    throw bad(`There is no access point ${wanted}. There are: ${points.map(({ name }) => name).join(', ')}.`);
  return point;
}

function readInstant(text: string | undefined): number {
  const at = text === undefined ? Date.now() : Date.parse(text);
  if (Number.isNaN(at)) throw bad(`${text} is no time. Write it as 2026-03-02T22:30.`);
  return at;
}

function readFactor(text: string): FactorKind {
  const kind = FACTOR_KINDS.find((one) => one === text.trim());
  if (!kind) throw bad(`There is no factor ${text}. There are: ${FACTOR_KINDS.join(', ')}.`);
  return kind;
}

function readAlarm(text: string | undefined): AlarmState {
  const state = ALARM_STATES.find((one) => one === (text ?? 'disarmed'));
  if (!state) throw bad(`The alarm is never ${text}. It can be: ${ALARM_STATES.join(', ')}.`);
  return state;
}
