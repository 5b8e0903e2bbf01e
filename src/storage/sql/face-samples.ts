import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FaceSampleId, PersonId } from '../../kernel/index.ts';
import type { FaceSample, FaceSampleRepository } from '../../people/index.ts';
import { cell, DamagedRowError } from '../damaged-row.ts';
import { seal, unseal } from '../sealing.ts';
import type { SqlContext } from './context.ts';

/** Opening the templates of thousands takes a while, in which others must have their turn. */
const TEMPLATES_PER_TURN = 250;

const templateAt = (id: string) => cell('face_samples', 'template', id);
const jpegAt = (id: string) => cell('face_samples', 'jpeg', id);

export function createFaceSamples({ db, keys, dialect }: SqlContext): FaceSampleRepository {
  const table = db.selectFrom('face_samples').orderBy('taken_at').orderBy(dialect.writtenOrder);
  return {
    async add({ id, personId, variant, template, jpeg, quality01, takenAt }) {
      const key = await keys.get(personId);
      const sealed = { template: sealTemplate(key, template, id), jpeg: seal(key, jpeg, jpegAt(id)) };
      const row = { id, person_id: personId, variant, quality01, taken_at: takenAt, ...sealed };
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
      return rows.map(
        (row): FaceSample => ({
          id: row.id as FaceSampleId,
          personId,
          variant: row.variant,
          template: unsealTemplate(key, row.template, row.id),
          jpeg: new Uint8Array(unseal(key, row.jpeg, jpegAt(row.id))),
          quality01: row.quality01,
          takenAt: row.taken_at,
        }),
      );
    },
    async listTemplates(variant) {
      const rows = await table
        .select(['id', 'person_id', 'template'])
        .where('variant', '=', variant)
        .execute();
      const templates: { personId: PersonId; template: Float32Array }[] = [];
      for (const [index, row] of rows.entries()) {
        if (index % TEMPLATES_PER_TURN === TEMPLATES_PER_TURN - 1) await nextTurn();
        const key = await keys.find(row.person_id);
        if (!key) continue;
        templates.push({
          personId: row.person_id as PersonId,
          template: unsealTemplate(key, row.template, row.id),
        });
      }
      return templates;
    },
    async counts() {
      const counted = db
        .selectFrom('face_samples')
        .select(['person_id', db.fn.countAll<number>().as('samples')]);
      const rows = await counted.groupBy('person_id').execute();
      return new Map(rows.map((row) => [row.person_id as PersonId, row.samples]));
    },
  };
}

/** 32-bit floats, little-endian. */
function sealTemplate(key: Buffer, template: Float32Array, id: string): Buffer {
  return seal(key, new Uint8Array(template.buffer, template.byteOffset, template.byteLength), templateAt(id));
}

function unsealTemplate(key: Buffer, sealed: Uint8Array, id: string): Float32Array {
  const plain = unseal(key, sealed, templateAt(id));
  if (plain.length % 4 !== 0) throw new DamagedRowError(templateAt(id));
  return new Float32Array(new Uint8Array(plain).buffer);
}
