import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Writer } from '../database.ts';
import type { Schema } from '../schema.ts';
import { openWriter } from './connection.ts';

let folder: string;
let writer: Writer;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-test-'));
  const raw = new Database(join(folder, 'db'));
  raw.exec('create table t (x)');
  raw.close();
  writer = openWriter(join(folder, 'db'));
});

afterEach(async () => {
  await writer.close();
  rmSync(folder, { recursive: true });
});

const insert = (db: Kysely<Schema>) => sql`insert into t values (1)`.execute(db);
const count = async (db: Kysely<Schema>) =>
  (await sql<{ n: number }>`select count(*) as n from t`.execute(db)).rows[0]!.n;
const counted = () => writer.transaction(count, () => {});

it('runs no statement outside of a transaction, even on a connection that somebody kept', async () => {
  let kept: Kysely<Schema> | undefined;
  await writer.transaction(
    async (db) => {
      kept = db;
    },
    () => {},
  );
  await expect(insert(kept!)).rejects.toThrow(/outside of its transaction/);
  expect(await counted()).toBe(0);
});

it('runs nothing more once somebody ended the transaction under it', async () => {
  const work = writer.transaction(
    async (db) => {
      await insert(db);
      await sql`rollback`.execute(db);
      await insert(db);
    },
    () => {},
  );
  await expect(work).rejects.toThrow(/outside of its transaction/);
  expect(await counted()).toBe(0);
});

it('tells how each transaction ended before the next one begins', async () => {
  const told: unknown[] = [];
  const works = [false, true].map((fails) =>
    writer.transaction(
      async (db) => {
        told.push('begins');
        await insert(db);
        if (fails) throw new Error('no');
      },
      (committed) => told.push(committed),
    ),
  );
  await Promise.allSettled(works);
  expect(told).toEqual(['begins', true, 'begins', false]);
  expect(await counted()).toBe(1);
});
