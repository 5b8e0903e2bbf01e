import { z } from 'zod';
import type { DeliveryTry, Obligation } from '../../alerts/index.ts';
import type { ObligationId } from '../../kernel/index.ts';
import { readColumn } from '../column.ts';
import { cell } from '../damaged-row.ts';
import { sealText, unsealText } from '../sealing.ts';
import type { SqlContext } from './context.ts';

const OUTCOME_SCHEMA = z.enum(['delivered', 'retry', 'rejected']);
const RESPONSE_LENGTH = 300;
const IDS_PER_QUERY = 500;

const place = (obligationId: string, column: string, number: number) =>
  cell('deliveries', column, `${obligationId}/${number}`);

/** Mail servers repeat the address they were given, so their answers are sealed under the recipient's key. */
export async function sealResponse(
  { keys }: SqlContext,
  recipientId: string,
  obligationId: string,
  number: number,
  response: string,
): Promise<Buffer | null> {
  const key = await keys.find(recipientId);
  return key && sealText(key, response.slice(0, RESPONSE_LENGTH), place(obligationId, 'response', number));
}

/** The tries of each, oldest first. The answers to somebody who was erased since then read as ''. */
export async function listHistories(
  context: SqlContext,
  obligations: Obligation[],
): Promise<Map<string, DeliveryTry[]>> {
  const histories = new Map<string, DeliveryTry[]>(obligations.map(({ id }) => [id, []]));
  const recipients = new Map<string, string>(obligations.map(({ id, recipientId }) => [id, recipientId]));
  const ids = [...histories.keys()];
  for (let from = 0; from < ids.length; from += IDS_PER_QUERY) {
    const some = ids.slice(from, from + IDS_PER_QUERY);
    const rows = context.db.selectFrom('deliveries').selectAll().where('obligation_id', 'in', some);
    for (const row of await rows.orderBy('number').execute()) {
      const at = (column: string) => place(row.obligation_id, column, row.number);
      const key = row.response && (await context.keys.find(recipients.get(row.obligation_id)!));
      histories.get(row.obligation_id)!.push({
        obligationId: row.obligation_id as ObligationId,
        at: row.at,
        outcome: readColumn(at('outcome'), OUTCOME_SCHEMA, row.outcome),
        response: key && row.response ? unsealText(key, row.response, at('response')) : '',
      });
    }
  }
  return histories;
}
