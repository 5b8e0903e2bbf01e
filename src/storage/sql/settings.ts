import type { SettingsRepository } from '../../config/index.ts';
import { parseJson } from '../column.ts';
import { cell } from '../damaged-row.ts';
import { SITE } from '../key-ring.ts';
import { sealText, unsealText } from '../sealing.ts';
import type { SqlContext } from './context.ts';

const valueAt = (name: string) => cell('settings', 'value', name);

export function createSettings({ db, keys, dialect }: SqlContext): SettingsRepository {
  return {
    async get(name) {
      const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
      if (!row) return null;
      return parseJson(valueAt(name), unsealText(await keys.get(SITE), row.value, valueAt(name)));
    },
    async put(name, value) {
      const sealed = sealText(await keys.get(SITE), JSON.stringify(value ?? null), valueAt(name));
      await dialect.upsert(db, 'settings', 'name', { name, value: sealed });
    },
  };
}
