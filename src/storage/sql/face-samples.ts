import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import type { AttemptId, FaceSampleId, PersonId } from '../../kernel/index.ts';
import {
  type FaceSample,
  type FaceSampleRepository,
  SAMPLE_KINDS,
  type SampleKind,
  type StoredTemplate,
} from '../../people/index.ts';
import { readColumn } from '../column.ts';
import { type Cell, cell, DamagedRowError } from '../damaged-row.ts';
import { seal, unseal } from '../sealing.ts';
import type { SqlContext } from './context.ts';

/** Opening the templates of thousands takes a while, in which others must have their turn. */
const TEMPLATES_PER_TURN = 250;

const KIND_SCHEMA = z.enum(SAMPLE_KINDS);

/**
 * What is sealed is bound to its kind: somebody who can write to the file but lacks the key cannot turn an impostor
 * into an enrolled face. Enrolment has the plain name, as rows had before there were kinds.
 */
const placeOf = (column: 'template' | 'jpeg') => (id: string, kind: SampleKind) =>
  cell('face_samples', kind === 'enrolment' ? column : `${column} of ${kind}`, id);
const templateAt = placeOf('template');
const jpegAt = placeOf('jpeg');
const kindOf = (row: { id: string; kind: string }): SampleKind =>
  readColumn(cell('face_samples', 'kind', row.id), KIND_SCHEMA, row.kind);

export function createFaceSamples({ db, keys, dialect }: SqlContext): FaceSampleRepository {
  const table = db.selectFrom('face_samples').orderBy('taken_at').orderBy(dialect.writtenOrder);
  return {
    async add({ id, personId, kind, attemptId, variant, template, jpeg, quality01, takenAt }) {
      const key = await keys.get(personId);
      const sealed = {
        template: sealTemplate(key, template, templateAt(id, kind)),
        jpeg: seal(key, jpeg, jpegAt(id, kind)),
      };
      const origin = { person_id: personId, kind, attempt_id: attemptId };
      const row = { id, ...origin, variant, quality01, taken_at: takenAt, ...sealed };
      await db.insertInto('face_samples').values(row).execute();
    },
    async remove(personId, id) {
      const removal = db.deleteFrom('face_samples').where('id', '=', id).where('person_id', '=', personId);
      return (await removal.executeTakeFirst()).numDeletedRows > 0n;
    },
    async listOf(personId) {
      const rows = await table.selectAll().where('person_id', '=', personId).execute();
      const key = await keys.find(personId);
      if (!key) return [];
      return rows.map((row): FaceSample => {
        const kind = kindOf(row);
        return {
          id: row.id as FaceSampleId,
          personId,
          kind,
          attemptId: row.attempt_id as AttemptId | null,
          variant: row.variant,
          template: unsealTemplate(key, row.template, templateAt(row.id, kind)),
          jpeg: new Uint8Array(unseal(key, row.jpeg, jpegAt(row.id, kind))),
          quality01: row.quality01,
          takenAt: row.taken_at,
        };
      });
    },
    async listTemplates(variant) {
      const rows = await table
        .select(['id', 'person_id', 'kind', 'template'])
        .where('variant', '=', variant)
        .execute();
      const templates: StoredTemplate[] = [];
      for (const [index, row] of rows.entries()) {
        if (index % TEMPLATES_PER_TURN === TEMPLATES_PER_TURN - 1) await nextTurn();
        const key = await keys.find(row.person_id);
        if (!key) continue;
        const kind = kindOf(row);
        templates.push({
          personId: row.person_id as PersonId,
          kind,
          template: unsealTemplate(key, row.template, templateAt(row.id, kind)),
        });
      }
      return templates;
    },
    async templatesOf(personId, variant) {
      const rows = await table
        .select(['id', 'kind', 'template'])
        .where('person_id', '=', personId)
        .where('variant', '=', variant)
        .execute();
      const key = await keys.find(personId);
      if (!key) return [];
      return rows.map((row) => {
        const kind = kindOf(row);
        return { personId, kind, template: unsealTemplate(key, row.template, templateAt(row.id, kind)) };
      });
    },
    async prepare(personId, id, variant, template) {
      const sample = db.selectFrom('face_samples').select(['id', 'kind']);
      const row = await sample.where('id', '=', id).where('person_id', '=', personId).executeTakeFirst();
      const key = row && (await keys.find(personId));
      if (!key) return false;
      // Sealed for the place of the one in use: coming into use copies it as it is.
      const sealed = sealTemplate(key, template, templateAt(id, kindOf(row)));
      const change = { next_variant: variant, next_template: sealed };
      await db.updateTable('face_samples').set(change).where('id', '=', id).execute();
      return true;
    },
    async listUnready(variant) {
      const rows = await table
        .select(['id', 'person_id'])
        .where('variant', '!=', variant)
        .where((where) => where.or([where('next_variant', 'is', null), where('next_variant', '!=', variant)]))
        .execute();
      return rows.map((row) => ({ personId: row.person_id as PersonId, id: row.id as FaceSampleId }));
    },
    async adoptPrepared(variant) {
      const adoption = db
        .updateTable('face_samples')
        .set({ variant, template: sql<Uint8Array>`next_template`, next_variant: null })
        .where('next_variant', '=', variant);
      const adopted = (await adoption.executeTakeFirst()).numUpdatedRows;
      const idle = db.updateTable('face_samples').set({ next_template: null, next_variant: null });
      await idle.where('next_template', 'is not', null).execute();
      return Number(adopted);
    },
    async counts() {
      const counted = db
        .selectFrom('face_samples')
        .select(['person_id', db.fn.countAll<number>().as('samples')])
        .where('kind', '=', 'enrolment');
      const rows = await counted.groupBy('person_id').execute();
      return new Map(rows.map((row) => [row.person_id as PersonId, row.samples]));
    },
  };
}

/** 32-bit floats, little-endian. */
function sealTemplate(key: Buffer, template: Float32Array, at: Cell): Buffer {
  return seal(key, new Uint8Array(template.buffer, template.byteOffset, template.byteLength), at);
}

function unsealTemplate(key: Buffer, sealed: Uint8Array, at: Cell): Float32Array {
  const plain = unseal(key, sealed, at);
  if (plain.length % 4 !== 0) throw new DamagedRowError(at);
  return new Float32Array(new Uint8Array(plain).buffer);
}
