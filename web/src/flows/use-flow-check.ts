import { useEffect, useState } from 'react';
import { client } from '../api/client.ts';
import type { FlowDraft, FlowJudgement } from '../api/types.ts';

const PAUSE_MS = 350;

/** What the server says to a draft, shortly after the last change; null until it is known. */
export function useFlowCheck(id: string | null, draft: FlowDraft): FlowJudgement | null {
  const [judgement, setJudgement] = useState<FlowJudgement | null>(null);
  useEffect(() => {
    let late = false;
    const timer = setTimeout(async () => {
      const body = { id, draft: { ...draft, name: draft.name.trim() || 'A flow' } };
      const { data } = await client.POST('/api/flows/check', { body });
      if (!late && data) setJudgement(data);
    }, PAUSE_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [id, draft]);
  return judgement;
}
