import { Button } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import { useRouteError } from 'react-router';
import { EmptyState } from '../shared/empty-state.tsx';
import { StandalonePage } from '../shared/standalone-page.tsx';

/** A bug, or a page whose files were replaced by an update while it was open. */
export function PageCrashed() {
  const error = useRouteError();
  const stale = error instanceof TypeError && /import|module/i.test(error.message);
  return (
    <StandalonePage width={560}>
      <EmptyState
        icon={IconBolt}
        title={stale ? 'Sallyport was updated' : 'This page stumbled'}
        heading
        action={
          <Button mt="sm" onClick={() => window.location.reload()}>
            Load the page again
          </Button>
        }
      >
        {stale
          ? 'This page is from before the update. Load it again to go on.'
          : 'Nothing was changed by it. If it happens again, the server’s log may say more.'}
      </EmptyState>
    </StandalonePage>
  );
}
