import { Skeleton } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useParams } from 'react-router';
import { api } from '../api/client.ts';
import type { FlowDraft } from '../api/types.ts';
import { BackLink } from '../shared/back-link.tsx';
import { EmptyState } from '../shared/empty-state.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { FlowEditor } from './flow-editor.tsx';

const NEW: FlowDraft = { name: '', description: '', steps: [], accepted: [] };

/** One flow, to look at and to change; `/flows/new` is one that is not there yet. */
export function FlowPage() {
  const { id = 'new' } = useParams();
  const query = api.useQuery('get', '/api/flows');
  if (query.error) return <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton h={420} aria-busy="true" />;
  const missing = new Map(query.data.missing.map(({ factor, why }) => [factor, why]));
  if (id === 'new') return <FlowEditor key="new" id={null} draft={NEW} usedAt={[]} missing={missing} />;
  const flow = query.data.flows.find((one) => one.id === id);
  if (!flow)
    return (
      <EmptyState
        icon={IconRoute}
        title="There is no such flow"
        heading
        action={<BackLink to="/flows">Flows</BackLink>}
      >
        It may have been removed.
      </EmptyState>
    );
  return <FlowEditor key={id} id={id} draft={flow.draft} usedAt={flow.usedAt} missing={missing} />;
}
