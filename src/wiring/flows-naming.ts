import { namesGroup } from '../access/index.ts';
import type { GroupId } from '../kernel/index.ts';
import type { Repositories } from '../storage/index.ts';

/** Names of the flows whose conditions name the group. */
export async function flowsNaming({ flows }: Pick<Repositories, 'flows'>, id: GroupId): Promise<string[]> {
  return (await flows.list()).filter((flow) => namesGroup(flow, id)).map(({ name }) => name);
}
