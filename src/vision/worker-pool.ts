import { Worker } from 'node:worker_threads';
import type {
  TaskMessage,
  VisionOutcome,
  VisionTask,
  WorkerMessage,
  WorkerSettings,
} from './worker-protocol.ts';

export interface WorkerPoolOptions {
  workerUrl: URL;
  workers: number;
  settings: WorkerSettings;
  /** Tasks that may wait beside those being worked on. */
  queueLimit: number;
  /** A worker that takes longer over one task is ended. */
  taskTimeoutMs: number;
}

export interface WorkerPool {
  /** Null when the queue is full. Rejects when the task failed, or ended two workers. */
  submit(task: VisionTask): Promise<VisionOutcome> | null;
  counts(): { queued: number; busy: number };
  close(): Promise<void>;
}

interface Job {
  id: number;
  task: VisionTask;
  crashes: number;
  resolve: (outcome: VisionOutcome) => void;
  reject: (error: Error) => void;
}

interface Seat {
  worker: Worker;
  job: Job | null;
  timer: NodeJS.Timeout | null;
}

const MAX_CRASHES = 2;
/** What is being looked at when the pool closes is looked at to its end, if that does not take longer. */
const FINISH_MS = 5_000;

/** Resolves once the worker has loaded its models, rejects when it ends before. */
async function startWorker({ workerUrl, settings }: WorkerPoolOptions): Promise<Worker> {
  const worker = new Worker(workerUrl, { workerData: settings, name: 'vision' });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    // Stays for good: without a listener an error of the worker would end the whole process.
    worker.on('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`The vision worker ended with code ${code} while starting.`)),
    );
  });
  return worker;
}

class Pool implements WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #seats = new Set<Seat>();
  readonly #queue: Job[] = [];
  #restarting = 0;
  #nextId = 1;
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  async seat(): Promise<void> {
    const worker = await startWorker(this.#options);
    if (this.#closed) {
      await worker.terminate();
      return;
    }
    const seat: Seat = { worker, job: null, timer: null };
    worker.on('message', (message: WorkerMessage) => this.#receive(seat, message));
    worker.on('exit', () => this.#lose(seat));
    this.#seats.add(seat);
    this.#dispatch();
  }

  submit(task: VisionTask): Promise<VisionOutcome> | null {
    if (this.#closed) return Promise.reject(new Error('The face engine is closed.'));
    const idle = [...this.#seats].some((seat) => seat.job === null);
    // A snapshot is evidence: a flood of frames must not keep it from being made.
    const mustWait = task.kind !== 'sanitise' && !idle;
    if (mustWait && this.#queue.length >= this.#options.queueLimit) return null;
    return new Promise((resolve, reject) => {
      this.#queue.push({ id: this.#nextId++, task, crashes: 0, resolve, reject });
      if (this.#seats.size + this.#restarting === 0) void this.#restart();
      this.#dispatch();
    });
  }

  counts(): { queued: number; busy: number } {
    const busy = [...this.#seats].filter((seat) => seat.job !== null).length;
    return { queued: this.#queue.length, busy };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#rejectQueue('The face engine was closed.');
    await Promise.all([...this.#seats].map((seat) => this.#atRest(seat)));
    const seats = [...this.#seats];
    this.#seats.clear();
    for (const seat of seats) this.#release(seat)?.reject(new Error('The face engine was closed.'));
    await Promise.all(seats.map((seat) => seat.worker.terminate()));
  }

  /** Ending a thread in the middle of native work can abort the whole process. */
  async #atRest(seat: Seat): Promise<void> {
    if (!seat.job) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, FINISH_MS);
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      seat.worker.once('message', done);
      seat.worker.once('exit', done);
    });
  }

  #dispatch(): void {
    if (this.#closed) return;
    for (const seat of this.#seats) {
      if (seat.job !== null) continue;
      const job = this.#queue.shift();
      if (!job) return;
      seat.job = job;
      seat.timer = setTimeout(() => void seat.worker.terminate(), this.#options.taskTimeoutMs);
      seat.worker.postMessage({ id: job.id, task: job.task } satisfies TaskMessage);
    }
  }

  #release(seat: Seat): Job | null {
    const { job, timer } = seat;
    if (timer) clearTimeout(timer);
    seat.job = null;
    seat.timer = null;
    return job;
  }

  #receive(seat: Seat, message: WorkerMessage): void {
    if (message.kind === 'ready' || message.id !== seat.job?.id) return;
    const job = this.#release(seat)!;
    if (message.kind === 'done') job.resolve(message.outcome);
    else job.reject(new Error(`The face engine failed: ${message.reason}`));
    this.#dispatch();
  }

  /** A worker has ended: its task is tried once more, first of all, and another worker takes its place. */
  #lose(seat: Seat): void {
    if (!this.#seats.delete(seat)) return;
    const job = this.#release(seat);
    if (job) {
      job.crashes += 1;
      if (job.crashes < MAX_CRASHES) this.#queue.unshift(job);
      else job.reject(new Error('The face engine ended twice over this picture.'));
    }
    void this.#restart();
  }

  /** Where no worker can be had, whoever waits is told; the next picture tries again. */
  async #restart(): Promise<void> {
    this.#restarting += 1;
    try {
      await this.seat();
    } catch {
      if (this.#seats.size + this.#restarting === 1)
        this.#rejectQueue('The face engine cannot be restarted.');
    } finally {
      this.#restarting -= 1;
    }
  }

  #rejectQueue(reason: string): void {
    for (const job of this.#queue.splice(0)) job.reject(new Error(reason));
  }
}

/** @throws when a worker cannot start, for example because the models are missing. */
export async function openWorkerPool(options: WorkerPoolOptions): Promise<WorkerPool> {
  const pool = new Pool(options);
  try {
    await Promise.all(Array.from({ length: options.workers }, () => pool.seat()));
  } catch (error) {
    await pool.close();
    throw error;
  }
  return pool;
}
