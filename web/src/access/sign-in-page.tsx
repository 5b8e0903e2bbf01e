import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { api } from '../api/client.ts';
import { sessionQuery } from '../api/session.ts';
import type { Attempt } from '../api/types.ts';
import { PageHeading } from '../shared/page-heading.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { StandalonePage } from '../shared/standalone-page.tsx';
import { AttemptFlow } from './attempt-flow.tsx';
import { RefusedPanel } from './refused-panel.tsx';
import { useFront } from './use-front.ts';
import { WelcomePanel } from './welcome-panel.tsx';

const PANEL_ID = 'panel';

/** Only a path of this panel, never another site. */
function safeBack(back: string | null): string {
  return back && /^\/(?![/\\])/.test(back) ? back : '/';
}

export function SignInPage() {
  const [search] = useSearchParams();
  const back = safeBack(search.get('back'));
  const session = useQuery(sessionQuery);
  const [over, setOver] = useState<Attempt | null>(null);
  if (session.data && over?.status !== 'granted') return <Navigate to={back} replace />;
  return (
    <StandalonePage>
      <div className="sp-card" style={{ padding: 'clamp(22px, 5vw, 36px)' }}>
        {over?.status === 'granted' ? (
          <WelcomePanel attempt={over} back={back} onAgain={() => setOver(null)} />
        ) : (
          <SignIn over={over} onOver={setOver} expired={search.has('expired')} />
        )}
      </div>
    </StandalonePage>
  );
}

interface SignInProps {
  over: Attempt | null;
  onOver: (attempt: Attempt | null) => void;
  expired: boolean;
}

function SignIn({ over, onOver, expired }: SignInProps) {
  const front = useFront(PANEL_ID);
  const status = api.useQuery('get', '/api/status');
  const [userName, setUserName] = useState('');
  if (status.data && !status.data.setUp) return <NotSetUp />;
  if (front.error) return <ProblemNote problem={front.error} onRetry={() => void front.refetch()} />;
  if (!front.data) return <SignInSkeleton />;

  // A wrong password leads back to the form at once; everything else is said on a page of its own.
  const passwordFirst = front.data.flow.steps[0]?.factors[0] === 'password';
  const retype = over?.outcome === 'invalid' && passwordFirst;
  if (over && !retype) return <RefusedPanel attempt={over} onAgain={() => onOver(null)} />;
  return (
    <Stack gap="lg">
      <Stack gap={4} ta="center">
        <PageHeading size="h1" ta="center">
          Sign in
        </PageHeading>
        <Text c="dimmed">{expired ? 'You were signed out. Sign in to go on.' : front.data.place}</Text>
      </Stack>
      <AttemptFlow
        key={over?.id ?? 'first'}
        front={front.data}
        size="panel"
        userName={userName}
        notice={over?.message ?? null}
        onUserName={setUserName}
        onOver={(attempt) => onOver(attempt.outcome === 'cancelled' ? null : attempt)}
      />
    </Stack>
  );
}

function NotSetUp() {
  return (
    <Stack gap="sm">
      <PageHeading>Not set up yet</PageHeading>
      <Text>
        Nobody can sign in before the first administrator is made. Open the set-up link that Sallyport printed
        when it started.
      </Text>
      <Text c="dimmed" size="sm">
        Lost the link? On the machine that Sallyport runs on, type <code>bin/sallyport setup</code> for a new
        one. <Anchor href="/sign-in">Look again</Anchor>
      </Text>
    </Stack>
  );
}

function SignInSkeleton() {
  return (
    <Stack gap="md" aria-busy="true">
      <PageHeading size="h1" ta="center">
        Sign in
      </PageHeading>
      <Skeleton h={66} />
      <Skeleton h={66} />
      <Skeleton h={42} mt={4} />
    </Stack>
  );
}
