import type { PersonId } from '../kernel/index.ts';

/** Who does it, for the log; null for the set-up itself, and for whoever runs the machine. */
export type Actor = { id: PersonId | null; ipAddress: string | null };
