/** A worker for the tests of the pool: it does what the picture's text says. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

const { modelsDir } = workerData;
if (existsSync(join(modelsDir, 'no-start'))) throw new Error('the models are missing');

function crash() {
  // Outside of any promise, as a fault in a timer of a library would be.
  setImmediate(() => {
    throw new Error('crashed as asked');
  });
}

function crashOnce(answer) {
  const marker = join(modelsDir, 'crashed');
  if (existsSync(marker)) answer();
  else {
    writeFileSync(marker, '');
    crash();
  }
}

parentPort.on('message', ({ id, task }) => {
  const [command, value] = Buffer.from(task.image).toString('utf8').split(' ');
  const answer = () => parentPort.postMessage({ kind: 'done', id, outcome: { ok: true, value: command } });
  if (command === 'answer') answer();
  if (command === 'wait') setTimeout(answer, Number(value));
  if (command === 'fail') parentPort.postMessage({ kind: 'failed', id, reason: 'failed as asked' });
  if (command === 'crash') crash();
  if (command === 'crash-once') crashOnce(answer);
  if (command === 'exit') process.exit(3);
  // `hang` gets no answer at all.
});
parentPort.postMessage({ kind: 'ready' });
