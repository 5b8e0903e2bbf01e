import type { Selectable } from 'kysely';
import { z } from 'zod';
import { CREDENTIAL_KINDS, type Credential, type CredentialRepository } from '../../access/index.ts';
import { type CredentialId, type PersonId, SallyportError } from '../../kernel/index.ts';
import { readColumn } from '../column.ts';
import { cell, DamagedRowError } from '../damaged-row.ts';
import type { Schema } from '../schema.ts';
import { sealText, unsealText } from '../sealing.ts';
import type { SqlContext } from './context.ts';

const KIND_SCHEMA = z.enum(CREDENTIAL_KINDS);
/** Of equal length: a sealed twin cannot be told from another credential by its size. */
const DURESS = { yes: 'duress', no: 'normal' };

export function createCredentials({ db, dialect, keys, lookupHash }: SqlContext): CredentialRepository {
  const rows = db.selectFrom('credentials').selectAll();
  const hashOf = (kind: string, lookup: string) => lookupHash(`credentials.${kind}:${lookup}`);

  function seal(key: Buffer, credential: Credential) {
    const at = (column: string) => cell('credentials', column, credential.id);
    const { lookup, secret, label, duress } = credential;
    return {
      lookup: lookup === null ? null : sealText(key, lookup, at('lookup')),
      secret: sealText(key, secret, at('secret')),
      label: sealText(key, label, at('label')),
      duress: sealText(key, duress ? DURESS.yes : DURESS.no, at('duress')),
    };
  }

  async function read(row: Selectable<Schema['credentials']> | undefined): Promise<Credential | null> {
    const key = row && (await keys.find(row.person_id));
    if (!key) return null;
    const at = (column: string) => cell('credentials', column, row.id);
    return {
      id: row.id as CredentialId,
      personId: row.person_id as PersonId,
      kind: readColumn(at('kind'), KIND_SCHEMA, row.kind),
      lookup: row.lookup === null ? null : unsealText(key, row.lookup, at('lookup')),
      secret: unsealText(key, row.secret, at('secret')),
      label: unsealText(key, row.label, at('label')),
      duress: unsealText(key, row.duress, at('duress')) === DURESS.yes,
      counter: row.counter,
      createdAt: row.created_at,
      usedAt: row.used_at,
    };
  }

  return {
    async add(credential) {
      const { id, personId, kind, lookup, counter, createdAt, usedAt } = credential;
      const sealed = seal(await keys.get(personId), credential);
      const lookup_hash = lookup === null ? null : hashOf(kind, lookup);
      const plain = { id, person_id: personId, kind, counter, created_at: createdAt, used_at: usedAt };
      try {
        await db
          .insertInto('credentials')
          .values({ ...plain, lookup_hash, ...sealed })
          .execute();
      } catch (error) {
        if (dialect.isDuplicate(error)) throw new SallyportError('credential_taken');
        throw error;
      }
    },
    async findByLookup(kind, lookup) {
      const row = await rows.where('lookup_hash', '=', hashOf(kind, lookup)).executeTakeFirst();
      const credential = await read(row);
      // A hash that was copied to another row past the store must not make that row's owner of whoever shows this.
      if (credential && (credential.kind !== kind || credential.lookup !== lookup))
        throw new DamagedRowError(cell('credentials', 'lookup_hash', credential.id));
      return credential;
    },
    find: async (id) => read(await rows.where('id', '=', id).executeTakeFirst()),
    async kindsOf(personId) {
      const kinds = db.selectFrom('credentials').select(['id', 'kind']).where('person_id', '=', personId);
      const found = await kinds.orderBy('created_at').execute();
      return [
        ...new Set(
          found.map(({ id, kind }) => readColumn(cell('credentials', 'kind', id), KIND_SCHEMA, kind)),
        ),
      ];
    },
    async listOf(personId) {
      const theirs = rows
        .where('person_id', '=', personId)
        .orderBy('created_at')
        .orderBy(dialect.writtenOrder);
      const credentials: Credential[] = [];
      for (const row of await theirs.execute()) {
        const credential = await read(row);
        if (credential) credentials.push(credential);
      }
      return credentials;
    },
    async count(kind) {
      const counted = db.selectFrom('credentials').select(({ fn }) => fn.countAll().as('all'));
      return Number((await counted.where('kind', '=', kind).executeTakeFirstOrThrow()).all);
    },
    async use(id, to, at) {
      const used = await db
        .updateTable('credentials')
        .set({ counter: to, used_at: at })
        .where('id', '=', id)
        .where('counter', '<', to)
        .executeTakeFirst();
      return used.numUpdatedRows === 1n;
    },
    async touch(id, at) {
      const used = await db
        .updateTable('credentials')
        .set({ used_at: at })
        .where('id', '=', id)
        .where('counter', '=', 0)
        .executeTakeFirst();
      return used.numUpdatedRows === 1n;
    },
    async rename(personId, id, label) {
      const key = await keys.find(personId);
      if (!key) return false;
      const renamed = await db
        .updateTable('credentials')
        .set({ label: sealText(key, label, cell('credentials', 'label', id)) })
        .where('id', '=', id)
        .where('person_id', '=', personId)
        .executeTakeFirst();
      return renamed.numUpdatedRows === 1n;
    },
    async remove(personId, id) {
      const gone = await db
        .deleteFrom('credentials')
        .where('id', '=', id)
        .where('person_id', '=', personId)
        .executeTakeFirst();
      return gone.numDeletedRows === 1n;
    },
  };
}
