import { Stack } from '@mantine/core';
import { PageHeading } from './page-heading.tsx';
import { ProblemNote } from './problem-note.tsx';
import { StandalonePage } from './standalone-page.tsx';

export function StandaloneProblem({ problem, onRetry }: { problem: unknown; onRetry: () => void }) {
  return (
    <StandalonePage width={520}>
      <Stack className="sp-card" p="xl">
        <PageHeading>Something is in the way</PageHeading>
        <ProblemNote problem={problem} onRetry={onRetry} />
      </Stack>
    </StandalonePage>
  );
}
