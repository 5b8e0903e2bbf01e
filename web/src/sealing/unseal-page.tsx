import { Button, Loader, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { ThrottledNote } from '../access/throttled-note.tsx';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { components } from '../api/schema.d.ts';
import { PageHeading } from '../shared/page-heading.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { StandalonePage } from '../shared/standalone-page.tsx';

type Seal = components['schemas']['Seal'];

const LOOK_MS = 1500;

/** Where every page leads while the data is sealed, and from where it leads back once somebody opened it. */
export function UnsealPage() {
  const [search] = useSearchParams();
  const seal = api.useQuery('get', '/api/seal', {}, { refetchInterval: LOOK_MS });
  const open = seal.data?.sealed === false;
  // By HTTPS it answers no more at this address: whoever asks in vain now is led there.
  const moved = seal.isError && seal.data?.opening === true && seal.data.byHttps;
  useEffect(() => {
    // Loaded anew: nothing that failed before stays in memory.
    const back = safeBack(search.get('back'));
    if (open) window.location.replace(back);
    if (moved) window.location.replace(`https://${window.location.host}${back}`);
  }, [open, moved, search]);
  return (
    <StandalonePage>
      <div className="sp-card" style={{ padding: 'clamp(22px, 5vw, 36px)' }}>
        {seal.data?.opening || open ? (
          <Opening />
        ) : (
          <Sealed seal={seal.data ?? null} onTried={() => void seal.refetch()} />
        )}
      </div>
    </StandalonePage>
  );
}

/** Only a path of this panel, never another site. */
function safeBack(back: string | null): string {
  return back && /^\/(?![/\\])/.test(back) ? back : '/';
}

function Opening() {
  return (
    <Stack align="center" gap="md" role="status">
      <PageHeading ta="center">Opening the data</PageHeading>
      <Loader />
      <Text c="dimmed" ta="center">
        The passphrase was right. The server starts; this takes a few seconds.
      </Text>
    </Stack>
  );
}

function Sealed({ seal, onTried }: { seal: Seal | null; onTried: () => void }) {
  const unseal = api.useMutation('post', '/api/seal/open');
  const form = useForm({ initialValues: { passphrase: '' } });
  const problem = unseal.error ? problemOf(unseal.error) : null;
  const waitMs = waitOf(problem?.details) ?? seal?.waitMs ?? 0;
  const submit = form.onSubmit((body) =>
    unseal.mutate(
      { body },
      {
        // What was typed stays nowhere, whether it was right or not.
        onSettled: () => {
          form.reset();
          onTried();
        },
      },
    ),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <Stack gap={4} ta="center">
          <PageHeading size="h1" ta="center">
            Sealed
          </PageHeading>
          <Text c="dimmed">
            This server was started, and its data waits for the passphrase. Until then nobody can pass here.
          </Text>
        </Stack>
        {seal?.failure ? (
          <ProblemNote problem={{ code: 'internal', message: seal.failure }} title="It could not be opened" />
        ) : null}
        {waitMs > 0 ? (
          <ThrottledNote
            key={unseal.submittedAt}
            message="Too many wrong passphrases were tried."
            waitMs={waitMs}
          />
        ) : (
          <ProblemNote problem={problem} />
        )}
        <PasswordInput
          label="Passphrase"
          autoComplete="off"
          data-autofocus
          autoFocus
          {...form.getInputProps('passphrase')}
        />
        <Button type="submit" loading={unseal.isPending} disabled={!form.values.passphrase} fullWidth>
          Open the data
        </Button>
        <Text size="sm" c="dimmed">
          Or type <code>bin/sallyport unseal</code> on the machine itself. Passphrase forgotten? Stop the
          server and put the recovery copy of the key in the place of the key file.
        </Text>
      </Stack>
    </form>
  );
}

function waitOf(details: Record<string, unknown> | undefined): number | null {
  return typeof details?.retryAfterMs === 'number' ? details.retryAfterMs : null;
}
