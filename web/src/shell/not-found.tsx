import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from 'react-router';
import { EmptyState } from '../shared/empty-state.tsx';
import { StandalonePage } from '../shared/standalone-page.tsx';

export function NotFound() {
  return (
    <StandalonePage width={560}>
      <EmptyState
        icon={IconMapQuestion}
        title="There is no such page"
        heading
        action={
          <Button component={Link} to="/" mt="sm">
            Go to the overview
          </Button>
        }
      >
        The address may be mistyped, or what it led to is gone.
      </EmptyState>
    </StandalonePage>
  );
}
