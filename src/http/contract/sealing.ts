import { z } from 'zod';
import { named } from './common.ts';
import { route } from './route.ts';

const passphrase = z.string().min(1).max(1000);

const Seal = named(
  'Seal',
  z.object({
    sealed: z.boolean(),
    /** The passphrase was right, and the server is on its way. */
    opening: z.boolean(),
    waitMs: z.number().int().describe('So long no passphrase is looked at'),
    failure: z
      .string()
      .nullable()
      .describe('Why the data could not be opened although the passphrase was right'),
    byHttps: z.boolean().describe('Once it is open, the server goes on at this port by HTTPS'),
  }),
);

const Sealing = named(
  'Sealing',
  z.object({
    place: z.enum(['key_file', 'passphrase']),
    phase: z.enum(['idle', 'master_key', 'data_keys']),
    done: z.number().int(),
    total: z.number().int(),
    failure: z.string().nullable(),
  }),
);

export const sealingContract = {
  getSeal: route({
    method: 'GET',
    url: '/api/seal',
    permission: 'always',
    tag: 'Sealing',
    summary: 'Whether the data waits for its passphrase',
    status: 200,
    answer: Seal,
  }),
  unseal: route({
    method: 'POST',
    url: '/api/seal/open',
    permission: 'always',
    tag: 'Sealing',
    summary:
      'Opens the data with its passphrase; the server then starts at this address, or by HTTPS where it says so',
    body: z.strictObject({ passphrase }),
    status: 200,
    answer: Seal,
  }),
  getSealing: route({
    method: 'GET',
    url: '/api/sealing',
    permission: 'sealing.write',
    tag: 'Sealing',
    summary: 'Where the master key lies, and how far its replacement is',
    status: 200,
    answer: Sealing,
  }),
  rotateKeys: route({
    method: 'POST',
    url: '/api/sealing/rotation',
    permission: 'sealing.write',
    fresh: true,
    tag: 'Sealing',
    summary: 'Puts a new master key in the place of the present one, while everything goes on',
    body: z.strictObject({
      passphrase: passphrase.nullable().default(null).describe('Demanded where the key lies under one'),
      dataKeys: z.boolean().default(false).describe('Also seal everything anew, under new data keys'),
    }),
    status: 200,
    answer: Sealing,
  }),
};
